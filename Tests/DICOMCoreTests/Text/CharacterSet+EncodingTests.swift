import DICOMCore
import DICOMTestPeer
import Foundation
import Testing

@Test(
    .enabled(if: SharedData.isPresent, "needs ../shared/data"),
    arguments: [
        "chrArab", "chrFren", "chrGerm", "chrGreek", "chrH31", "chrH32", "chrHbrw", "chrI2", "chrJapMulti",
        "chrJapMultiExplicitIR6", "chrKoreanMulti", "chrRuss", "chrX1", "chrX2",
    ])
func `encodes a name to the bytes it was decoded from`(file: String) throws {
    let bytes = [UInt8](try Data(contentsOf: SharedData.file("charsets/\(file).dcm")))
    var source = ScanSource(bytes)
    let location = try FileMetaInformation.Location(in: &source)
    let scan = try HeaderScan(
        &source, from: location.dataSetOffset, encoding: location.transferSyntax.encoding,
        selecting: .tags([.patientName, .specificCharacterSet], sequences: []))
    let name = try #require(scan.personName(.patientName))
    let written = try #require(scan.characterSet.encode(name, isPersonName: true))
    let value = try #require(scan.values[.patientName])
    #expect(written == Array(value.prefix(written.count)))
    // Padding, and in one file a needless return to ASCII.
    let rest = value.dropFirst(written.count)
    #expect(rest.allSatisfy { $0 == 0x20 } || rest.starts(with: [0x1B, 0x28, 0x42]))
}

@Test func `returns nil if a set lacks a character`() {
    #expect(CharacterSet("ISO_IR 100").encode("Łódź") == nil)
    #expect(CharacterSet("ISO_IR 101").encode("Łódź")?.count == 4)
    #expect(CharacterSet("").encode("Jérôme") == nil)
    #expect(CharacterSet("").encode("Jerome") == Array("Jerome".utf8))
    #expect(CharacterSet("ISO_IR 13").encode("山") == nil)
    #expect(CharacterSet("NO SUCH SET").encode("é") == nil)
    #expect(CharacterSet("ISO_IR 192").encode("Łódź 山") == Array("Łódź 山".utf8))
}

@Test(arguments: [
    "Ä^山田=Ω", "山é山", "Αé^é", "ﾔﾏﾀﾞ^丂", "plain", "é\\山\\Ω",
])
func `a text in several sets survives encoding and decoding`(text: String) throws {
    let sets = CharacterSet("ISO 2022 IR 100\\ISO 2022 IR 126\\ISO 2022 IR 87\\ISO 2022 IR 159\\ISO 2022 IR 13")
    let bytes = try #require(sets.encode(text, isPersonName: true))
    #expect(sets.decode(bytes, isPersonName: true) == text)
}

@Test func `returns to ASCII before a delimiter and at the end`() {
    let sets = CharacterSet("\\ISO 2022 IR 87")
    let kanji: [UInt8] = [0x1B, 0x24, 0x42, 0x3B, 0x33]
    let back: [UInt8] = [0x1B, 0x28, 0x42]
    #expect(sets.encode("山^山", isPersonName: true) == kanji + back + [0x5E] + kanji + back)
}
