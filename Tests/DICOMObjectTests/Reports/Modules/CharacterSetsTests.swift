import DICOMCore
import Foundation
import TestHarness
import Testing

@testable import DICOMObject

/// A patient's name in one of DICOM's character sets and in Unicode, as `Tests/References/DICOMObject/charsets.py` read
/// it from a file with pydicom.
private struct ReferenceName: Decodable, Sendable, CustomTestStringConvertible {
    let file: String
    let terms: String
    let bytes: String
    let name: String

    var testDescription: String { file }
    var value: [UInt8] {
        stride(from: 0, to: bytes.count, by: 2).compactMap { UInt8(bytes.dropFirst($0).prefix(2), radix: 16) }
    }

    private struct File: Decodable { let names: [ReferenceName] }

    static let all: [ReferenceName] = {
        let url = packageRoot.appending(path: "Tests/References/DICOMObject/charsets.json")
        return (try? Data(contentsOf: url)).flatMap { try? JSONDecoder().decode(File.self, from: $0) }?.names ?? []
    }()
}

@Suite(.blocking) struct CharacterSetsTests {
    /// The name without the delimiters of empty groups, which pydicom omits.
    private func trimmed(_ name: String?) -> String? {
        name.map { String($0.reversed().drop { $0 == "=" || $0 == " " }.reversed()) }
    }

    private func chest(_ name: ReferenceName) -> SyntheticObject {
        .chest(characterSet: name.terms.isEmpty ? nil : name.terms, name: name.value)
    }

    @Test func `the references cover every character set`() {
        #expect(ReferenceName.all.count == 15)
        #expect(Set(ReferenceName.all.map(\.terms)).count == 11)
    }

    @Test(arguments: ReportForm.structuredReports, ReferenceName.all)
    fileprivate func `a name stays the same byte for byte in the images' character set`(
        form: ReportForm, name: ReferenceName
    ) throws {
        try DraftDocument.sample.writing(form, about: [chest(name)]) { path in
            let document = try DICOMFile(path: path)
            #expect(document.definedTerms == name.terms)
            #expect(document.bytes(.patientName) == name.value)
            #expect(trimmed(document.string(.patientName)) == trimmed(name.name))
            if form == .basicTextSR, Judges.hasValidators {
                let verdict = try Judges.run(Judges.dciodvfy, ["-new", path])
                // Some of the names have only a family name.
                let complaints = verdict.complaints.filter { !$0.hasSuffix("Retired Person Name form") }
                #expect(verdict.status == 0 && complaints.isEmpty, "\(complaints)")
                let dump = try Judges.run(Judges.dsrdump, ["+Pl", "+Pt", path])
                #expect(dump.status == 0 && dump.complaints.isEmpty, "\(dump.complaints)")
            }
        }
    }

    @Test(arguments: ReferenceName.all)
    fileprivate func `a name is the same text if the report needs UTF-8`(name: ReferenceName) throws {
        let draft = DraftDocument.sample(findings: ["Kein Erguß – 双肺清晰 – Без изменений – ไม่พบ"])
        try draft.writing(about: [chest(name)]) { path in
            let document = try DICOMFile(path: path)
            #expect(document.definedTerms == "ISO_IR 192" || name.terms == "GB18030")
            #expect(trimmed(document.string(.patientName)) == trimmed(name.name))
            #expect(document.dataSet.texts.contains(draft.findings[0]))
        }
    }

    @Test(.enabled(if: TestFiles.hasSharedData, "needs the shared test data"), arguments: ReferenceName.all)
    fileprivate func `the references match the files`(name: ReferenceName) throws {
        let file = try DICOMFile(path: TestFiles.shared("charsets/\(name.file)"))
        #expect(file.bytes(.patientName) == name.value)
        #expect(trimmed(file.string(.patientName)) == trimmed(name.name))
    }

    @Test func `text in a sequence with its own character set keeps it or is converted from it`() throws {
        let japanese = try #require(ReferenceName.all.first { $0.file == "chrH32.dcm" })
        var issuer = SyntheticObject.empty
        issuer.set(0x0008, 0x0005, "CS", text: japanese.terms)
        issuer.set(0x0010, 0x0020, "LO", bytes: japanese.value, padding: 0x20)
        var chest = SyntheticObject.chest()
        chest.set(0x0010, 0x1002, item: issuer)
        chest.set(0x0040, 0x0275, item: issuer)
        try DraftDocument.sample.writing(about: [chest]) { path in
            let item = try #require(try DICOMFile(path: path).dataSet.items(Tag(0x0010, 0x1002)).first)
            #expect(item.bytes(.specificCharacterSet).map { $0.starts(with: japanese.terms.utf8) } == true)
            #expect(item.bytes(.patientID) == japanese.value)
        }
        try DraftDocument.sample(findings: ["清晰"]).writing(about: [chest]) { path in
            let item = try #require(try DICOMFile(path: path).dataSet.items(Tag(0x0010, 0x1002)).first)
            #expect(item.string(.specificCharacterSet) == "ISO_IR 192")
            #expect(item.string(.patientID) == japanese.name)
        }
    }
}
