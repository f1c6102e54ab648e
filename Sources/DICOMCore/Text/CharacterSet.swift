/// The character sets of a data set (PS3.3 C.12.1.1.2, PS3.5 6.1): how its text is read.
///
/// Reads what senders write rather than what they should: an unknown defined term counts as the default repertoire,
/// and bytes that mean nothing become U+FFFD.
package struct CharacterSet: Sendable, Equatable {
    /// The sets in force where a value starts: code elements G0 (bytes below 80H) and G1 (from 80H).
    let initial: CodeElements
    /// With code extensions escape sequences switch the sets.
    let hasCodeExtensions: Bool
    /// The sets that escape sequences may switch to.
    let extensions: [CodeExtension]
    /// What switches back to the initial set of bytes below 80H: JIS X 0201 where the first term says so, else ASCII.
    let returnEscape: String

    /// The terms that are read: those of one set, and the two that only an escape sequence switches to.
    package static let definedTerms =
        ["ISO_IR 6"] + CodeElements.sets.map(\.term) + ["ISO 2022 IR 87", "ISO 2022 IR 159"]

    /// From the value of Specific Character Set, its defined terms separated by `\`; empty for the default.
    package init(_ definedTerms: String) {
        let terms = definedTerms.split(separator: "\\", omittingEmptySubsequences: false).map { $0.trimmingSpaces }
        let first = CharacterSet.normalized(terms.first ?? "")
        hasCodeExtensions = terms.count > 1 || first.hasPrefix("ISO 2022")
        initial = CodeElements(definedTerm: first)
        returnEscape = first.hasSuffix("IR 13") ? "(J" : "(B"
        extensions = terms.flatMap { CodeExtension.all(of: CharacterSet.normalized($0)) }
    }

    /// The term as the standard spells it: devices write `ISO-IR 100`, `ISO IR 100` and `ISO_IR_100` too.
    private static func normalized(_ term: String) -> String {
        let upper = term.uppercased().map { "_-".contains($0) ? " " : $0 }
        let words = String(upper).split(separator: " ")
        if words.prefix(2) == ["ISO", "IR"] { return "ISO_IR " + words.dropFirst(2).joined() }
        return words.joined(separator: " ")
    }

    /// The text in these bytes. In a person name `^` and `=` also end what an escape sequence started.
    package func decode(_ bytes: [UInt8], isPersonName: Bool = false) -> String {
        if bytes.allSatisfy({ $0 < 0x80 && $0 != 0x1B }), initial.g0 == .ascii {
            return String(decoding: bytes, as: UTF8.self)
        }
        guard hasCodeExtensions else { return initial.decode(bytes[...]) }
        var text = ""
        var sets = initial
        var run = 0
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x1B, let (changed, length) = sets.changed(by: bytes[index...]) {
                text += sets.decode(bytes[run..<index])
                sets = changed
                index += length
                run = index
            } else if sets.g0.isSingleByte, CharacterSet.endsExtension(bytes[index], isPersonName: isPersonName) {
                text += sets.decode(bytes[run..<index])
                sets = initial
                run = index
                index += 1
            } else {
                index += 1
            }
        }
        return text + sets.decode(bytes[run...])
    }

    /// PS3.5 6.1.2.5.3: the initial sets hold again after a control character and after a delimiter.
    static func endsExtension(_ byte: UInt8, isPersonName: Bool) -> Bool {
        switch byte {
        case 0x09, 0x0A, 0x0C, 0x0D, UInt8(ascii: "\\"): true
        case UInt8(ascii: "^"), UInt8(ascii: "="): isPersonName
        default: false
        }
    }
}
