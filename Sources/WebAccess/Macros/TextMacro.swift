import GRDB
package import OperatorErrors

/// A phrase of a user: typing its name in a report and pressing a key inserts its text.
package struct TextMacro: Sendable, Equatable, Codable {
    /// Unique for the user without regard to case.
    package let name: String
    package let text: String

    package init(name: String, text: String) {
        self.name = name
        self.text = text
    }

    /// Maximum number of macros of a user.
    package static let limit = 200
    /// Maximum length of a name in characters.
    package static let nameLimit = 32
    /// Maximum length of a text in characters.
    package static let textLimit = 4000

    /// - Throws: `TextMacroError` if the name or the text is empty, too long, or has control characters.
    func check() throws(TextMacroError) {
        let isControl = { (scalar: Unicode.Scalar) in scalar.properties.generalCategory == .control }
        let isTrimmed = name.first?.isWhitespace == false && name.last?.isWhitespace == false
        guard isTrimmed, name.unicodeScalars.count <= Self.nameLimit, !name.unicodeScalars.contains(where: isControl)
        else {
            throw .name
        }
        guard !text.allSatisfy(\.isWhitespace), text.unicodeScalars.count <= Self.textLimit,
            !text.unicodeScalars.contains(where: { isControl($0) && $0 != "\n" && $0 != "\t" })
        else { throw .text }
    }
}

extension TextMacro: FetchableRecord {}

/// Why a macro cannot be saved or removed.
package enum TextMacroError: OperatorError, Equatable {
    case name
    case text
    case tooMany
    case unknown

    package var description: String {
        switch self {
        case .name:
            "a macro's name must have 1 to \(TextMacro.nameLimit) characters, without control characters and without spaces "
                + "at its ends"
        case .text: "a macro's text must have 1 to \(TextMacro.textLimit) characters, without control characters"
        case .tooMany: "a user can have at most \(TextMacro.limit) macros"
        case .unknown: "no macro has this name"
        }
    }

    package var hint: String {
        switch self {
        case .name: "choose a short name, for example clear"
        case .text: "split a long text into several macros"
        case .tooMany: "remove a macro that you no longer use"
        case .unknown: "reload your settings to see your macros"
        }
    }

    package var fault: FaultKind {
        switch self {
        case .name, .text: .invalid
        case .tooMany: .conflict
        case .unknown: .notFound
        }
    }
}
