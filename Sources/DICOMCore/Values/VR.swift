/// A value representation by its two letters (PS3.5 6.2): the ones whose coding the node has to tell apart.
package struct VR: Sendable, Hashable {
    /// First letter in the high byte.
    let code: UInt16

    init(_ first: UInt8, _ second: UInt8) { code = UInt16(first) << 8 | UInt16(second) }

    private init(_ letters: StaticString) {
        code = letters.withUTF8Buffer { UInt16($0[0]) << 8 | UInt16($0[1]) }
    }

    package static let applicationEntity = VR("AE")
    package static let codeString = VR("CS")
    package static let date = VR("DA")
    package static let dateTime = VR("DT")
    package static let integerString = VR("IS")
    package static let longString = VR("LO")
    package static let otherByte = VR("OB")
    package static let personName = VR("PN")
    package static let shortString = VR("SH")
    package static let time = VR("TM")
    package static let uniqueIdentifier = VR("UI")
    package static let unsignedLong = VR("UL")
    package static let unsignedShort = VR("US")
    static let otherWord = VR("OW")
    package static let sequence = VR("SQ")
    static let unknown = VR("UN")

    /// Two capital letters, as every value representation is written.
    var isPlausible: Bool {
        let letters = UInt16(UInt8(ascii: "A"))...UInt16(UInt8(ascii: "Z"))
        return letters.contains(code >> 8) && letters.contains(code & 0xFF)
    }

    /// What some devices write where they do not know the representation; a two-byte length follows it.
    var isFiller: Bool {
        let fillers: [UInt16] = [0x00, UInt16(UInt8(ascii: " ")), UInt16(UInt8(ascii: "?")), UInt16(UInt8(ascii: "-"))]
        return fillers.contains(code >> 8) && fillers.contains(code & 0xFF)
    }

    private static let withShortLength: Set<VR> = Set(
        [
            "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FL", "FD", "IS", "LO", "LT", "PN", "SH", "SL", "SS", "ST", "TM",
            "UI", "UL", "US",
        ].map { (letters: StaticString) in VR(letters) })

    /// Whether the length takes four bytes after two reserved ones in explicit VR (PS3.5 Table 7.1-1); so do all
    /// representations that are still to come.
    var hasLongLength: Bool { isPlausible && !VR.withShortLength.contains(self) }

    /// What fills a value of odd length: NUL for identifiers and binary values, a space for text.
    var padding: UInt8 { [.uniqueIdentifier, .otherByte].contains(self) ? 0x00 : 0x20 }

    /// Sequences, and pixel data in fragments (PS3.5 7.1.2, A.4).
    var mayHaveUndefinedLength: Bool { [.sequence, .unknown, .otherByte, .otherWord].contains(self) }
}
