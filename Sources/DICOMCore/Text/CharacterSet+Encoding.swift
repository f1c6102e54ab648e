/// A set that an escape sequence activates (PS3.3 Tables C.12-3 and C.12-4).
struct CodeExtension: Sendable, Equatable {
    let escape: String
    let set: CodedSet
    /// Whether it replaces G0, the set for bytes below 80H.
    let isG0: Bool

    /// The sets that a defined term, in its normalized spelling, permits.
    static func all(of term: String) -> [CodeExtension] {
        switch term {
        case "ISO 2022 IR 87": return [CodeExtension(escape: "$B", set: .kanji, isG0: true)]
        case "ISO 2022 IR 159": return [CodeExtension(escape: "$(D", set: .supplementaryKanji, isG0: true)]
        default:
            let set = CodeElements(definedTerm: term).g1
            return CodedSet.g1Escapes.filter { $0.1 == set }.map {
                CodeExtension(escape: $0.0, set: set, isG0: false)
            }
        }
    }
}

extension CharacterSet {
    /// The bytes of a text; `nil` if a character is in none of the sets.
    package func encode(_ text: String, isPersonName: Bool = false) -> [UInt8]? {
        if text.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x1B }) { return Array(text.utf8) }
        if initial.g1.containsASCII { return initial.g1.encode(text) }
        var bytes: [UInt8] = []
        var sets = initial
        func begin(_ escape: String) { bytes += [0x1B] + escape.utf8 }
        func backToInitial() { if sets.g0 != initial.g0 { begin(returnEscape) } }

        var rest = text.unicodeScalars[...]
        while let first = rest.first {
            if first.isASCII {
                if CharacterSet.endsExtension(UInt8(first.value), isPersonName: isPersonName) {
                    backToInitial()
                    sets = initial
                } else if sets.g0 != .ascii {
                    begin("(B")
                    sets.g0 = .ascii
                }
                bytes.append(UInt8(first.value))
                rest = rest.dropFirst()
                continue
            }
            var run = String(String.UnicodeScalarView(rest.prefix { !$0.isASCII }))
            var encoded = encode(run, in: &sets, begin)
            if encoded == nil {
                // No single set has all of them: encode one character at a time.
                run = String(first)
                encoded = encode(run, in: &sets, begin)
            }
            guard let encoded else { return nil }
            bytes += encoded
            rest = rest.dropFirst(run.unicodeScalars.count)
        }
        backToInitial()
        return bytes
    }

    /// Encodes characters above 7FH with an active set, or with another one after its escape sequence.
    private func encode(_ run: String, in sets: inout CodeElements, _ begin: (String) -> Void) -> [UInt8]? {
        if let bytes = sets.g1.encode(run) { return bytes }
        if sets.g0 != .ascii, let bytes = sets.g0.encode(run) { return bytes }
        guard hasCodeExtensions else { return nil }
        for candidate in extensions {
            guard let bytes = candidate.set.encode(run) else { continue }
            begin(candidate.escape)
            if candidate.isG0 { sets.g0 = candidate.set } else { sets.g1 = candidate.set }
            return bytes
        }
        return nil
    }
}
