/// The two character sets in force at one place of a text: G0 for bytes below 80H, G1 for the others (ISO/IEC 2022).
struct CodeElements: Sendable, Equatable {
    var g0: CodedSet
    var g1: CodedSet

    /// The sets a value starts with under the first defined term (PS3.3 Tables C.12-2 to C.12-5).
    init(definedTerm: String) {
        switch definedTerm.replacingPrefix("ISO 2022 IR ", with: "ISO_IR ") {
        case "ISO_IR 100": self.init(.ascii, .latin1)
        case "ISO_IR 101": self.init(.ascii, .latin2)
        case "ISO_IR 109": self.init(.ascii, .latin3)
        case "ISO_IR 110": self.init(.ascii, .latin4)
        case "ISO_IR 144": self.init(.ascii, .cyrillic)
        case "ISO_IR 127": self.init(.ascii, .arabic)
        case "ISO_IR 126": self.init(.ascii, .greek)
        case "ISO_IR 138": self.init(.ascii, .hebrew)
        case "ISO_IR 148": self.init(.ascii, .latin5)
        case "ISO_IR 203": self.init(.ascii, .latin9)
        case "ISO_IR 166": self.init(.ascii, .thai)
        case "ISO_IR 13": self.init(.ascii, .katakana)
        case "ISO_IR 149": self.init(.ascii, .korean)
        case "ISO_IR 58": self.init(.ascii, .simplifiedChinese)
        case "ISO_IR 192": self.init(.ascii, .utf8)
        case "GB18030": self.init(.ascii, .gb18030)
        case "GBK": self.init(.ascii, .gbk)
        default: self.init(.ascii, .none)
        }
    }

    private init(_ g0: CodedSet, _ g1: CodedSet) {
        self.g0 = g0
        self.g1 = g1
    }

    /// The sets after the escape sequence these bytes start with, and its length; `nil` where there is none.
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

    /// Decodes bytes that hold no escape sequence.
    func decode(_ bytes: ArraySlice<UInt8>) -> String {
        // These carry their own ASCII, and their further bytes may lie below 80H.
        if g1.containsASCII { return g1.decode(bytes) }
        var text = ""
        var rest = bytes
        while let first = rest.first {
            let isHigh = first >= 0x80
            let run = rest.prefix { ($0 >= 0x80) == isHigh }
            text += (isHigh ? g1 : g0).decode(run)
            rest = rest[run.endIndex...]
        }
        return text
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
        hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
    }
}
