/// A value representation by its two letters (PS3.5 6.2); the named ones are those whose encoding differs.
package struct VR: Sendable, Hashable {
    /// The first letter in the high byte, the second in the low byte.
    let code: UInt16

    package init(_ first: UInt8, _ second: UInt8) { code = UInt16(first) << 8 | UInt16(second) }

    private init(_ letters: StaticString) {
        code = letters.withUTF8Buffer { UInt16($0[0]) << 8 | UInt16($0[1]) }
    }

    package static let applicationEntity = VR("AE")
    package static let codeString = VR("CS")
    package static let date = VR("DA")
    package static let dateTime = VR("DT")
    package static let decimalString = VR("DS")
    package static let integerString = VR("IS")
    package static let longString = VR("LO")
    package static let otherByte = VR("OB")
    package static let personName = VR("PN")
    package static let shortString = VR("SH")
    package static let time = VR("TM")
    package static let universalResource = VR("UR")
    package static let uniqueIdentifier = VR("UI")
    package static let unsignedLong = VR("UL")
    package static let unsignedShort = VR("US")
    package static let otherWord = VR("OW")
    package static let sequence = VR("SQ")
    package static let unknown = VR("UN")

    /// The VR in capitals: some devices write small letters.
    var capitalized: VR {
        func capital(_ letter: UInt16) -> UInt8 {
            let small = UInt16(UInt8(ascii: "a"))...UInt16(UInt8(ascii: "z"))
            return UInt8(small.contains(letter) ? letter - 0x20 : letter)
        }
        return VR(capital(code >> 8), capital(code & 0xFF))
    }

    /// Whether PS3.5 defines it.
    var isKnown: Bool { VR.withShortLength.contains(self) || VR.withLongLength.contains(self) }

    /// Whether it is two capital letters, as every VR is.
    var isPlausible: Bool {
        let letters = UInt16(UInt8(ascii: "A"))...UInt16(UInt8(ascii: "Z"))
        return letters.contains(code >> 8) && letters.contains(code & 0xFF)
    }

    /// Whether it is a filler that some devices write for an unknown VR; a two-byte length follows it.
    var isFiller: Bool {
        let fillers: [UInt16] = [0x00, UInt16(UInt8(ascii: " ")), UInt16(UInt8(ascii: "?")), UInt16(UInt8(ascii: "-"))]
        return fillers.contains(code >> 8) && fillers.contains(code & 0xFF)
    }

    private static let withShortLength: Set<VR> = Set(
        [
            "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FL", "FD", "IS", "LO", "LT", "PN", "SH", "SL", "SS", "ST", "TM",
            "UI", "UL", "US",
        ].map { (letters: StaticString) in VR(letters) })

    private static let withLongLength: Set<VR> = Set(
        ["OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"]
            .map { (letters: StaticString) in VR(letters) })

    /// Whether explicit VR has two reserved bytes and then a four-byte length (PS3.5 Table 7.1-1), as all future VRs will.
    package var hasLongLength: Bool { isPlausible && !VR.withShortLength.contains(self) }

    private static let paddedWithSpaces: Set<VR> = Set(
        ["AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "LT", "PN", "SH", "ST", "TM", "UC", "UR", "UT"]
            .map { (letters: StaticString) in VR(letters) })

    /// The byte that pads a value to even length: a space for text, NUL for UIDs and binary values (PS3.5 6.2).
    package var padding: UInt8 { VR.paddedWithSpaces.contains(self) ? 0x20 : 0x00 }

    /// Its letters, for messages and for DCMTK; any other byte becomes a question mark.
    package var letters: String {
        String(decoding: asciiLetters, as: UTF8.self)
    }

    /// Its letters in ASCII; any other byte becomes a question mark.
    package var asciiLetters: [UInt8] {
        [code >> 8, code & 0xFF].map { (0x41...0x5A).contains($0) ? UInt8($0) : UInt8(ascii: "?") }
    }

    /// Whether it may have undefined length: sequences and encapsulated pixel data (PS3.5 7.1.2, A.4).
    var mayHaveUndefinedLength: Bool { [.sequence, .unknown, .otherByte, .otherWord].contains(self) }
}

extension VR: CustomStringConvertible {
    /// The two letters.
    package var description: String { String(decoding: [UInt8(code >> 8), UInt8(code & 0xFF)], as: UTF8.self) }
}
