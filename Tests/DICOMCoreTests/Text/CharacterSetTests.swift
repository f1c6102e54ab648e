import DICOMCore
import DICOMTestPeer
import Foundation
import Testing

/// Names as printed in PS3.5 Annexes H to K and in the files' documentation.
@Test(
    .enabled(if: SharedData.isPresent, "needs ../shared/data"),
    arguments: [
        ("chrArab", "قباني^لنزار"), ("chrFren", "Buc^Jérôme"), ("chrGerm", "Äneas^Rüdiger"),
        ("chrGreek", "Διονυσιος"), ("chrH31", "Yamada^Tarou=山田^太郎=やまだ^たろう"),
        ("chrH32", "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"), ("chrHbrw", "שרון^דבורה"),
        ("chrI2", "Hong^Gildong=洪^吉洞=홍^길동"), ("chrJapMulti", "やまだ^たろう"),
        ("chrJapMultiExplicitIR6", "やまだ^たろう"), ("chrKoreanMulti", "김희중"), ("chrRuss", "Люкceмбypг"),
        ("chrX1", "Wang^XiaoDong=王^小東="), ("chrX2", "Wang^XiaoDong=王^小东="),
    ])
func `reads person names in every character set`(file: String, name: String) throws {
    let bytes = [UInt8](try Data(contentsOf: SharedData.file("charsets/\(file).dcm")))
    var source = ScanSource(bytes)
    let location = try FileMetaInformation.Location(in: &source)
    let scan = try HeaderScan(
        &source, from: location.dataSetOffset, encoding: location.transferSyntax.encoding,
        selecting: .tags([.patientName, .specificCharacterSet], sequences: []))
    #expect(scan.personName(.patientName) == name)
}

@Test(arguments: [
    "ISO_IR 100", "ISO-IR 100", "ISO_IR_100", "iso ir 100", "ISO 2022 IR 100", "ISO_IR 100\\ISO 2022 IR 87",
])
func `accepts the spellings of defined terms that devices use`(term: String) {
    #expect(CharacterSet(term).decode([0x4A, 0xE9]) == "Jé")
}

@Test func `a space stays a space between two-byte characters`() {
    let kanji: [UInt8] = [0x1B, 0x24, 0x42, 0x3B, 0x33, 0x20, 0x3B, 0x33]
    #expect(CharacterSet("\\ISO 2022 IR 87").decode(kanji) == "山 山")
}

@Test func `returns to the initial sets at the delimiters of a person name`() {
    let kanji: [UInt8] = [0x1B, 0x24, 0x42, 0x3B, 0x33]  // JIS X 0208, 山
    let back: [UInt8] = [0x1B, 0x28, 0x42]
    let latin: [UInt8] = [0x1B, 0x2D, 0x46, 0xC1]  // Greek, Α
    let sets = CharacterSet("ISO 2022 IR 100\\ISO 2022 IR 126\\ISO 2022 IR 87")
    #expect(sets.decode(kanji + back + [0xE9]) == "山é")
    #expect(sets.decode(latin + [0x5E, 0xE9], isPersonName: true) == "Α^é")
    #expect(sets.decode(latin + [0x5E, 0xE9], isPersonName: false) == "Α^ι")
}

@Test func `survives an unfinished escape sequence`() {
    let text = CharacterSet("\\ISO 2022 IR 87").decode([0x41, 0x1B, 0x24])
    #expect(text.hasPrefix("A"))
    #expect(CharacterSet("\\ISO 2022 IR 87").decode([0x1B, 0x24, 0x42, 0x3B]) == "\u{1B}$B;")
}

@Test func `says which terms can be read`() {
    for terms in [
        "ISO_IR 100", "iso-ir 192", "\\ISO 2022 IR 87", "ISO 2022 IR 13\\ISO 2022 IR 87", "GB18030", "ISO_IR 6",
    ] {
        #expect(CharacterSet.canRead(terms), "\(terms)")
    }
    for terms in ["", "\\", "WINDOWS-1252", "ISO_IR 100\\", "ISO 2022 IR 192 7", "ISO_IR"] {
        #expect(!CharacterSet.canRead(terms), "\(terms)")
    }
}
