import DICOMCore
import Foundation
import Testing

@testable import DICOMObject

struct DICOMFileTests {
    @Test func `returns text in Unicode and its raw bytes`() throws {
        var object = SyntheticObject.empty
        object.set(0x0008, 0x0005, "CS", text: "ISO_IR 100")
        object.set(0x0010, 0x0010, "PN", bytes: [0x4D, 0xFC, 0x6C, 0x6C, 0x65, 0x72, 0x20], padding: 0x20)
        try object.read { file in
            #expect(file.string(Tag(0x0010, 0x0010)) == "Müller")
            #expect(file.bytes(Tag(0x0010, 0x0010))?.prefix(6) == [0x4D, 0xFC, 0x6C, 0x6C, 0x65, 0x72])
            #expect(file.string(Tag(0x0010, 0x0020)) == nil)
            #expect(file.transferSyntaxUID == "1.2.840.10008.1.2.1")
        }
    }

    @Test(
        .enabled(if: TestFiles.hasSharedData, "needs the shared test data"),
        arguments: [
            ("chrH31.dcm", "Yamada^Tarou=山田^太郎=やまだ^たろう"), ("chrX1.dcm", "Wang^XiaoDong=王^小東="),
            ("chrX2.dcm", "Wang^XiaoDong=王^小东="), ("chrI2.dcm", "Hong^Gildong=洪^吉洞=홍^길동"),
            ("chrGerm.dcm", "Äneas^Rüdiger"), ("chrRuss.dcm", "Люкceмбypг"),
        ])
    func `reads names in their character set`(name: String, expected: String) throws {
        let file = try DICOMFile(path: TestFiles.shared("charsets/\(name)"))
        #expect(file.string(Tag(0x0010, 0x0010)) == expected)
    }

    @Test func `reads numbers of every kind and items of sequences`() throws {
        var item = SyntheticObject.empty
        item.set(0x0028, 0x1050, "DS", text: "12.5\\-3")
        var object = SyntheticObject(pixels: [0])
        object.set(0x0020, 0x0013, "IS", text: "-17")
        object.set(0x0028, 0x3010, item: item)
        try object.read { file in
            #expect(file.dataSet.integer(Tag(0x0028, 0x0100)) == 16)
            #expect(file.dataSet.integer(Tag(0x0020, 0x0013)) == -17)
            let items = file.dataSet.items(Tag(0x0028, 0x3010))
            #expect(items.count == 1 && items[0].number(Tag(0x0028, 0x1050), at: 1) == -3)
            #expect(items[0].integer(Tag(0x0028, 0x1050)) == nil)
        }
    }

    @Test func `refuses a file that is not a DICOM object`() throws {
        try TestFiles.withFolder { folder in
            let url = folder.appending(path: "text")
            try Data("this is a letter, not an image".utf8).write(to: url)
            #expect(throws: DICOMObjectError.self) { try DICOMFile(path: url.path).grayscaleImage() }
            #expect(throws: DICOMObjectError.self) { try DICOMFile(path: folder.appending(path: "absent").path) }
        }
    }
}
