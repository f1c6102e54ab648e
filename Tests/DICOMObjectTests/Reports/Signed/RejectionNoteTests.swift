import DICOMCore
import Foundation
import TestHarness
import Testing

@testable import DICOMObject

@Suite(.blocking) struct RejectionNoteTests {
    private static let documents = [
        InstanceReference.sample,
        InstanceReference(
            studyInstanceUID: "1.2.3.4", seriesInstanceUID: "1.2.3.4.79",
            sopClassUID: "1.2.840.10008.5.1.4.1.1.7", sopInstanceUID: "1.2.3.4.79.1"),
        InstanceReference(
            studyInstanceUID: "1.2.3.4", seriesInstanceUID: "1.2.3.4.78",
            sopClassUID: "1.2.840.10008.5.1.4.1.1.104.1", sopInstanceUID: "1.2.3.4.78.1"),
    ]

    private static func note(
        _ reason: RejectionNote.Reason = .quality, _ comment: String? = "The heart is enlarged."
    ) -> RejectionNote {
        RejectionNote(reason: reason, comment: comment, signature: .sample(), number: 2, device: .sample)
    }

    private func writing<Result>(
        _ note: RejectionNote = note(), _ documents: [InstanceReference] = documents,
        about chest: SyntheticObject = .chest(), _ body: (String) throws -> Result
    ) throws -> Result {
        try TestFiles.withImages([chest]) { folder, paths in
            let path = folder.appending(path: "note.dcm").path
            try note.write(to: path, images: paths, rejecting: documents)
            return try body(path)
        }
    }

    @Test(
        .enabled(if: Judges.hasValidators, "needs dicom3tools and dcmtk"), arguments: RejectionNote.Reason.allCases)
    func `a note is valid and survives XML`(reason: RejectionNote.Reason) throws {
        try writing(Self.note(reason)) { path in
            let complaints = try Judges.complaints(about: path)
            #expect(complaints.isEmpty, "\(complaints)")
        }
    }

    @Test(.enabled(if: Judges.hasPixelMed, "needs libpixelmed-java and Java"))
    func `a note follows the rows of template 2010 according to PixelMed`() throws {
        try writing { path in
            let verdict = try Judges.pixelMed(path)
            #expect(verdict.complaints.isEmpty, "\(verdict.output)")
            #expect(verdict.output.contains("Found Root Template TID_2010"), "\(verdict.output)")
        }
    }

    @Test(arguments: zip(RejectionNote.Reason.allCases, ["113001", "113037", "113038"]))
    func `the title is the reason`(reason: RejectionNote.Reason, code: String) throws {
        try writing(Self.note(reason)) { path in
            let document = try DICOMFile(path: path).dataSet
            #expect(document.string(.modality) == "KO" && document.integer(.seriesNumber) == 9021)
            #expect(document.integer(.instanceNumber) == 2)
            #expect(document.items(Tag(0x0040, 0xA043)).first?.string(.codeValue) == code)
            #expect(document.string(.studyInstanceUID) == "1.2.3.4" && document.string(.patientID) == "0042")
        }
    }

    @Test func `it references every document of the draft, in content and evidence, and no image`() throws {
        try writing { path in
            let document = try DICOMFile(path: path).dataSet
            let instances = Set(Self.documents.map(\.sopInstanceUID))
            let references = document.items(Tag(0x0040, 0xA730)).filter { !$0.items(Tag(0x0008, 0x1199)).isEmpty }
            let uids = references.compactMap { $0.items(Tag(0x0008, 0x1199)).first?.string(Tag(0x0008, 0x1155)) }
            #expect(Set(uids) == instances && uids.count == 3)
            #expect(
                references.map { $0.string(Tag(0x0040, 0xA040)) } == ["COMPOSITE", "COMPOSITE", "IMAGE"])
            let series = document.items(Tag(0x0040, 0xA375)).flatMap { $0.items(Tag(0x0008, 0x1115)) }
            let evidence = series.flatMap { $0.items(Tag(0x0008, 0x1199)) }.compactMap {
                $0.string(Tag(0x0008, 0x1155))
            }
            #expect(Set(evidence) == instances && series.count == 3)
        }
    }

    @Test func `it says what was rejected, why and by whom, with the comment`() throws {
        try writing { path in
            let document = try DICOMFile(path: path).dataSet
            let text = document.contentItems("113012").first
            #expect(
                text?.string(Tag(0x0040, 0xA160))
                    == "The machine's draft report was rejected: Rejected for Quality Reasons.\r\nThe heart is enlarged."
            )
            #expect(document.contentItems("121008").first?.string(Tag(0x0040, 0xA123)) == "Doe^John")
        }
        try writing(Self.note(.quality, nil)) { path in
            let texts = try DICOMFile(path: path).dataSet.contentItems("113012").first?.texts
            #expect(texts == ["The machine's draft report was rejected: Rejected for Quality Reasons."])
        }
    }

    @Test func `a comment in any script is kept`() throws {
        try writing(Self.note(.patientSafety, "患者を間違えた – à revoir")) { path in
            let document = try DICOMFile(path: path).dataSet
            #expect(document.contentItems("113012").first?.texts.first?.hasSuffix("患者を間違えた – à revoir") == true)
            #expect(document.string(.specificCharacterSet) == "ISO_IR 192")
            if Judges.hasValidators { #expect(try Judges.complaints(about: path).isEmpty) }
        }
    }

    @Test func `it is the same bytes whatever the order of documents, and differs by reason`()
        throws
    {
        let bytes = { (note: RejectionNote, documents: [InstanceReference]) in
            try writing(note, documents) { try Data(contentsOf: URL(filePath: $0)) }
        }
        let first = try bytes(Self.note(), Self.documents)
        let again = try bytes(Self.note(), Self.documents.reversed())
        #expect(again == first)
        let identity = { (reason: RejectionNote.Reason) in
            try writing(Self.note(reason)) { try DICOMFile(path: $0).string(.sopInstanceUID) }
        }
        let identities = try RejectionNote.Reason.allCases.map(identity)
        #expect(Set(identities).count == 3)
    }

    @Test func `a rejection without documents is refused`() {
        #expect(throws: DICOMObjectError.invalidReport(reason: "no document is rejected")) {
            try writing(Self.note(), []) { _ in }
        }
    }

    @Test func `a draft cannot be written as a note`() {
        #expect(throws: DICOMObjectError.self) { try DraftDocument.sample.writing(.rejectionNote) { _ in } }
    }
}
