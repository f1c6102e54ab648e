/// The two character sets active at one position in a text: G0 for bytes below 80H, G1 for the others (ISO/IEC 2022).
struct CodeElements: Sendable, Equatable {
    var g0: CodedSet
    var g1: CodedSet

    /// The sets at the start of a value, given by the first defined term (PS3.3 Tables C.12-2 to C.12-5).
    init(definedTerm: String) {
        let term = definedTerm.replacingPrefix("ISO 2022 IR ", with: "ISO_IR ")
        self.init(.ascii, Self.sets.first { $0.term == term }?.set ?? .none)
    }

    /// Defined terms and the set each puts in G1; G0 is ASCII, which also stands in for ISO_IR 13's.
    static let sets: [(term: String, set: CodedSet)] = [
        ("ISO_IR 100", .latin1), ("ISO_IR 101", .latin2), ("ISO_IR 109", .latin3), ("ISO_IR 110", .latin4),
        ("ISO_IR 144", .cyrillic), ("ISO_IR 127", .arabic), ("ISO_IR 126", .greek), ("ISO_IR 138", .hebrew),
        ("ISO_IR 148", .latin5), ("ISO_IR 203", .latin9), ("ISO_IR 166", .thai), ("ISO_IR 13", .katakana),
        ("ISO_IR 149", .korean), ("ISO_IR 58", .simplifiedChinese), ("ISO_IR 192", .utf8), ("GB18030", .gb18030),
        ("GBK", .gbk),
    ]

    private init(_ g0: CodedSet, _ g1: CodedSet) {
        self.g0 = g0
        self.g1 = g1
    }

    /// The sets after the escape sequence at the start of these bytes, and its length; `nil` without such a sequence.
    func changed(by bytes: ArraySlice<UInt8>) -> (CodeElements, length: Int)? {
        let tail = bytes.dropFirst()
        func sets(_ change: (inout CodeElements) -> Void, _ length: Int) -> (CodeElements, length: Int) {
            var changed = self
            change(&changed)
            return (changed, length)
        }
        for (sequence, set) in CodedSet.g0Escapes where tail.starts(with: sequence.utf8) {
            return sets({ $0.g0 = set }, 1 + sequence.utf8.count)
        }
        for (sequence, set) in CodedSet.g1Escapes where tail.starts(with: sequence.utf8) {
            return sets({ $0.g1 = set }, 1 + sequence.utf8.count)
        }
        return nil
    }

    /// Decodes bytes without escape sequences; `nil` if a byte is in neither set.
    func decode(_ bytes: ArraySlice<UInt8>) -> String? {
        // These sets include ASCII, and trailing bytes of a character may be below 80H.
        if g1.containsASCII { return g1.decode(bytes) }
        var text = ""
        var rest = bytes
        while let first = rest.first {
            let set = set(of: first)
            let run = rest.prefix { self.set(of: $0) == set }
            guard let decoded = set.decode(run) else { return nil }
            text += decoded
            rest = rest[run.endIndex...]
        }
        return text
    }

    /// The set of a byte. A space and the control characters are themselves whatever G0 is (ISO/IEC 2022).
    private func set(of byte: UInt8) -> CodedSet { byte >= 0x80 ? g1 : byte <= 0x20 ? .ascii : g0 }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
        hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
    }
}
