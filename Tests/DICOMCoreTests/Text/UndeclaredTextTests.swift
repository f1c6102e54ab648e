import DICOMCore
import Testing

/// Text whose Specific Character Set is absent, or does not have its bytes.
struct UndeclaredTextTests {
    private static let none = UndeclaredText.withoutDefault

    private func text(_ bytes: [UInt8], _ terms: String = "", _ defaultTerms: String = "") -> String {
        CharacterSet(terms, undeclared: UndeclaredText(defaultTerms: defaultTerms)).decode(bytes)
    }

    @Test func `is UTF-8 where the bytes are, else Latin-1`() {
        #expect(text(Array("Müller".utf8)) == "Müller")
        #expect(text([0x4D, 0xFC, 0x6C, 0x6C, 0x65, 0x72]) == "Müller")
        #expect(text(Array("Люкс 山田".utf8)) == "Люкс 山田")
        // Half a character of UTF-8 makes the whole value Latin-1.
        #expect(text([0xC3, 0xBC, 0xC3]) == "Ã¼Ã")
    }

    @Test func `is read in the default set first, if it has the bytes`() {
        #expect(text([0xBC, 0xE3, 0xEB, 0xEB, 0xD5, 0xE0], "", "ISO_IR 144") == "Муыыер")
        #expect(text([0x1B, 0x24, 0x42, 0x3B, 0x33], "", "\\ISO 2022 IR 87") == "山")
        #expect(text([0xFC], "", "ISO_IR 192") == "ü")
        #expect(text(Array("Müller".utf8), "ISO_IR 6", "ISO_IR 144") == "MУМller")
        #expect(text([0xC1], "ISO_IR 126", "ISO_IR 144") == "Α", "what is declared counts first")
    }

    @Test(arguments: ["ISO_IR 192", "ISO_IR 6", "NO SUCH SET", "GB18030", "\\ISO 2022 IR 87"])
    func `is also what a declared set does not have`(terms: String) {
        #expect(text([0x4D, 0xFF], terms) == "Mÿ")
    }

    @Test func `a byte that the set does not have is not taken for a character that it has elsewhere`() {
        // In ISO_IR 138, AAH is a multiplication sign and D7H is nothing; in Latin-1, D7H is a multiplication sign.
        #expect(text([0x4D, 0xAA], "ISO_IR 138") == "M×")
        #expect(text([0x4D, 0xD7], "ISO_IR 138") == "M\u{F7D7}")
        #expect(text([0x4D, 0xD7], "", "ISO_IR 138") == "M\u{F7D7}")
        #expect(text([0x4D, 0xD7], "ISO_IR 6", "ISO_IR 138") == "M\u{F7D7}")
        #expect(text([0xFC], "ISO_IR 138") == "ü", "not in the set: no mistake is possible")
    }

    /// Every way in which the name may be declared: not at all, with each set, with an unknown one.
    static let declarations =
        ["", "NO SUCH SET", "\\ISO 2022 IR 87", "ISO 2022 IR 13\\ISO 2022 IR 87", "\\ISO 2022 IR 149"]
        + CharacterSet.definedTerms

    @Test(arguments: declarations) func `names that differ in one byte stay apart, and none is lost`(terms: String) {
        for defaultTerms in ["", "ISO_IR 144", "ISO_IR 192", "GB18030"] {
            let set = CharacterSet(terms, undeclared: UndeclaredText(defaultTerms: defaultTerms))
            for template in [[UInt8]("M?ller".utf8), [UInt8]("?".utf8), [UInt8]("Mu?".utf8)] {
                let names = (0x80...0xFF).map { byte in
                    set.decode(template.map { $0 == 0x3F ? UInt8(byte) : $0 }, isPersonName: true)
                }
                #expect(Set(names.map { Array($0.utf8) }).count == 128, "\(terms), default \(defaultTerms)")
                #expect(!names.contains { $0.unicodeScalars.contains("\u{FFFD}") })
            }
        }
    }

    @Test(arguments: declarations) func `two bytes are the same text only if they are two encodings of it`(
        terms: String
    ) {
        let set = CharacterSet(terms, undeclared: Self.none)
        var seen: [[UInt8]: [UInt8]] = [:]
        for first in UInt8(0x80)...0xFF {
            for second in UInt8(0x80)...0xFF {
                let text = Array(set.decode([first, second]).utf8)
                if let other = seen.updateValue([first, second], forKey: text) {
                    // The other is the text in the declared set, and this one is Latin-1, or the reverse.
                    let declared = [other, [first, second]].map { set.decodeDeclared($0) != nil }
                    #expect(declared[0] != declared[1], "\(terms): \(other) and \([first, second])")
                }
            }
        }
    }
}
