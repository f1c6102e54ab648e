extension FindingLabeler {
    /// Whether the labeler knows the language of a text: English, the only one whose words it has. In a text
    /// in another language it would miss denials, find nothing, and report "No Finding".
    ///
    /// Decided by the script, by small words, and by the share of the words that the labeler's tables have. The share is
    /// needed because only a few languages have a table of small words. A text that is partly in another script is not read,
    /// because the labels of one half would stand for the whole report. An empty text is read.
    package func reads(_ text: String) -> Bool {
        guard TextLanguage.shareOfOtherScripts(in: text) <= 0.05 else { return false }
        return switch TextLanguage(of: text) {
        case .noText: true
        case .other: false
        case .english: knownShare(of: text) >= 0.3
        case .undecided: knownShare(of: text) > 0.5
        }
    }

    /// Labels a text that the labeler reads. A text that it does not read mentions nothing, not even "No Finding".
    package func labelIfRead(_ text: String) -> LabelledReport { reads(text) ? label(text) : .unread }
}
