import FindingLabels

/// The language of a text that a person wrote, for Language of Content.
package struct LanguageOfText: Sendable, Equatable {
    /// A code of RFC 5646; `und` for a text that is not English and in no language that is recognised.
    package let code: String
    /// The language's name in English.
    package let name: String

    /// Nil if nothing in the text identifies its language.
    package init?(of text: String) {
        switch TextLanguage(of: text) {
        case .english: (code, name) = ("en", "English")
        case .other(let found?): (code, name) = (found, Self.names[found] ?? found)
        case .other: (code, name) = ("und", "Undetermined")
        case .undecided, .noText: return nil
        }
    }

    private static let names = [
        "de": "German", "es": "Spanish", "fr": "French", "it": "Italian", "pt": "Portuguese", "nl": "Dutch",
        "sv": "Swedish", "da": "Danish", "nb": "Norwegian Bokmal", "fi": "Finnish", "hu": "Hungarian", "tr": "Turkish",
        "pl": "Polish", "cs": "Czech", "ro": "Romanian", "vi": "Vietnamese", "el": "Greek", "th": "Thai",
        "ja": "Japanese", "ko": "Korean",
    ]
}
