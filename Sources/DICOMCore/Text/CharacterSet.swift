/// The character sets of a data set (PS3.3 C.12.1.1.2, PS3.5 6.1), used to decode its text.
///
/// Tolerates what senders really write, and loses nothing: an unknown defined term counts as the default repertoire, and
/// a value with bytes outside the declared sets is read as one that declares none (`UndeclaredText`). Two byte strings
/// are the same text only if they are two encodings of it.
package struct CharacterSet: Sendable, Equatable {
    /// The sets active at the start of a value: code elements G0 (bytes below 80H) and G1 (from 80H).
    let initial: CodeElements
    /// Whether escape sequences can switch the sets.
    let hasCodeExtensions: Bool
    /// The sets that escape sequences may activate.
    let extensions: [CodeExtension]
    /// The escape sequence that restores the initial G0: JIS X 0201 if the first term selects it, else ASCII.
    let returnEscape: String
    private let undeclared: UndeclaredText

    /// The defined terms that can be read, including the two that only an escape sequence activates.
    package static let definedTerms =
        ["ISO_IR 6"] + CodeElements.sets.map(\.term) + ["ISO 2022 IR 87", "ISO 2022 IR 159"]

    /// Opens the conversions of every character set, which stay open: a process that may open no file needs them before.
    package static func openConversions() {
        for set in CodedSet.allCases { _ = set.decode([0x41, 0x41, 0x41]) }
    }

    /// Parses the value of Specific Character Set: defined terms separated by `\`; empty for the default.
    ///
    /// - Parameter undeclared: how to read text that the terms do not cover.
    package init(_ definedTerms: String, undeclared: UndeclaredText = .ofProcess) {
        let declared = definedTerms.trimmingSpaces
        let terms = (declared.isEmpty ? undeclared.defaultTerms : declared)
            .split(separator: "\\", omittingEmptySubsequences: false).map { $0.trimmingSpaces }
        let first = CharacterSet.normalized(terms.first ?? "")
        hasCodeExtensions = terms.count > 1 || first.hasPrefix("ISO 2022")
        initial = CodeElements(definedTerm: first)
        returnEscape = first.hasSuffix("IR 13") ? "(J" : "(B"
        extensions = terms.flatMap { CodeExtension.all(of: CharacterSet.normalized($0)) }
        self.undeclared = undeclared
    }

    /// Whether text in these defined terms, separated by `\`, can be read; false for an empty list.
    package static func canRead(_ definedTerms: String) -> Bool {
        let terms = definedTerms.split(separator: "\\", omittingEmptySubsequences: false).map { term in
            normalized(term.trimmingSpaces)
        }
        let known = Set(CharacterSet.definedTerms)
        return !terms.allSatisfy(\.isEmpty)
            && terms.enumerated().allSatisfy { index, term in
                if term.isEmpty { return index == 0 }
                guard term.hasPrefix("ISO 2022 ") else { return known.contains(term) }
                return known.contains(term) || known.contains("ISO_" + term.dropFirst("ISO 2022 ".count))
            }
    }

    /// The term in the standard's spelling: devices also write `ISO-IR 100`, `ISO IR 100` and `ISO_IR_100`.
    private static func normalized(_ term: String) -> String {
        let upper = term.uppercased().map { "_-".contains($0) ? " " : $0 }
        let words = String(upper).split(separator: " ")
        if words.prefix(2) == ["ISO", "IR"] { return "ISO_IR " + words.dropFirst(2).joined() }
        return words.joined(separator: " ")
    }

    /// Decodes these bytes. In a person name, `^` and `=` also end what an escape sequence started.
    package func decode(_ bytes: [UInt8], isPersonName: Bool = false) -> String {
        decodeDeclared(bytes, isPersonName: isPersonName)
            ?? undeclared.decode(bytes, outside: self, isPersonName: isPersonName)
    }

    /// Decodes bytes with the declared sets only; `nil` if a byte is not in them.
    package func decodeDeclared(_ bytes: [UInt8], isPersonName: Bool = false) -> String? {
        if bytes.allSatisfy({ $0 < 0x80 && $0 != 0x1B }), initial.g0 == .ascii {
            return String(decoding: bytes, as: UTF8.self)
        }
        guard hasCodeExtensions else { return initial.decode(bytes[...]) }
        var text = ""
        var sets = initial
        var run = 0
        var index = 0
        func next(_ changed: CodeElements, _ length: Int) -> Bool {
            guard let decoded = sets.decode(bytes[run..<index]) else { return false }
            text += decoded
            sets = changed
            run = index + length
            return true
        }
        while index < bytes.count {
            if bytes[index] == 0x1B, let (changed, length) = sets.changed(by: bytes[index...]) {
                guard next(changed, length) else { return nil }
                index += length
            } else if sets.g0.isSingleByte, CharacterSet.endsExtension(bytes[index], isPersonName: isPersonName) {
                // The delimiter itself belongs to the initial sets.
                guard next(initial, 0) else { return nil }
                index += 1
            } else {
                index += 1
            }
        }
        return sets.decode(bytes[run...]).map { text + $0 }
    }

    /// Whether the initial sets apply again: after a control character or a delimiter (PS3.5 6.1.2.5.3).
    static func endsExtension(_ byte: UInt8, isPersonName: Bool) -> Bool {
        switch byte {
        case 0x09, 0x0A, 0x0C, 0x0D, UInt8(ascii: "\\"): true
        case UInt8(ascii: "^"), UInt8(ascii: "="): isPersonName
        default: false
        }
    }
}
