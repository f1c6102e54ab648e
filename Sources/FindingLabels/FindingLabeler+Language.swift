extension FindingLabeler {
    /// Whether a text is in English, the only language whose words the labeler knows. In a text
    /// in another language it would find nothing and report "No Finding".
    ///
    /// Decided by the script and by the small words of the text; a text without any that only English
    /// has ("Cardiomegaly.", "No effusion.") is English if the labeler finds something in it, or if it has no other words
    /// ("Normal."). An empty text is read.
    package func reads(_ text: String) -> Bool {
        switch TextLanguage(of: text) {
        case .english, .noText: true
        case .other: false
        case .undecided: TextLanguage.isMadeOfEnglishWords(text) || !label(text).evidence.isEmpty
        }
    }
}
