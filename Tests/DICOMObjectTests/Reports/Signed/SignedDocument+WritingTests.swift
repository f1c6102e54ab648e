import DICOMCore
import DICOMTestPeer
import Foundation
import TestHarness
import Testing

@testable import DICOMObject

@Suite(.blocking) struct SignedDocumentWritingTests {
    private static let structured: [ReportForm] = [.basicTextSR, .enhancedSR]
    private static let drawn: [ReportForm] = [.encapsulatedPDF, .secondaryCapture]
    private static let images = [SyntheticObject.chest(), .chest(instance: "1.2.3.4.2")]

    @Test(
        .enabled(if: Judges.hasValidators, "needs dicom3tools and dcmtk"), arguments: structured, SignedDocument.acts)
    func `every signed report is valid and survives XML`(
        form: ReportForm, act: SignedDocument.Act
    ) throws {
        try SignedDocument.sample(act).writing(form, about: Self.images) { path in
            let complaints = try Judges.complaints(about: path)
            #expect(complaints.isEmpty, "\(complaints)")
        }
    }

    @Test(
        .enabled(if: Judges.hasValidators, "needs dicom3tools"), arguments: drawn,
        SignedDocument.acts)
    func `every drawn report is valid and references its predecessor`(form: ReportForm, act: SignedDocument.Act) throws
    {
        let report = SignedDocument.sample(act)
        try report.writing(form) { path in
            let verdict = try Judges.run(Judges.dciodvfy, ["-new", path])
            #expect(verdict.status == 0 && verdict.complaints.isEmpty, "\(verdict.output)")
            let document = try DICOMFile(path: path).dataSet
            let predecessor =
                form == .secondaryCapture
                ? document.items(Tag(0x0008, 0x114A)).first : document.predecessors.first
            #expect(predecessor?.string(Tag(0x0008, 0x1155)) == InstanceReference.sample.sopInstanceUID)
            #expect(predecessor?.items(Tag(0x0040, 0xA170)).first?.string(.codeValue) == report.purpose.value)
            #expect(form == .secondaryCapture || document.string(.verificationFlag) == "VERIFIED")
        }
    }

    @Test(
        .enabled(if: Judges.hasPixelMed, "needs libpixelmed-java and Java"), arguments: SignedDocument.acts)
    func `every signed report follows the rows of template 2000 according to PixelMed`(act: SignedDocument.Act) throws {
        try SignedDocument.sample(act).writing(about: Self.images) { path in
            let verdict = try Judges.pixelMed(path)
            #expect(verdict.complaints.isEmpty, "\(verdict.output)")
            #expect(verdict.output.contains("Found Root Template TID_2000"))
            #expect(verdict.output.contains("IOD validation complete"))
        }
    }

    @Test(.enabled(if: PythonPeer.isInstalled, "needs scripts/python-peers.sh"))
    func `highdicom reads the Enhanced SR and finds its evidence`() throws {
        try SignedDocument.sample().writing(.enhancedSR, about: Self.images) { path in
            let verdict = try PythonPeer.run("highdicom_read.py", [path])
            #expect(verdict.status == 0 && verdict.output.contains("EnhancedSR"), "\(verdict.output)")
            #expect(verdict.output.contains("1.2.3.4.1") && verdict.output.contains("1.2.3.4.2"))
        }
    }

    @Test(arguments: SignedDocument.acts)
    func `it is complete, verified and final, with verifier and time`(act: SignedDocument.Act) throws {
        try SignedDocument.sample(act).writing { path in
            let document = try DICOMFile(path: path).dataSet
            #expect(document.string(.completionFlag) == "COMPLETE" && document.string(.verificationFlag) == "VERIFIED")
            #expect(document.string(Tag(0x0040, 0xA496)) == "FINAL")
            let observers = document.items(Tag(0x0040, 0xA073))
            #expect(observers.map { $0.string(Tag(0x0040, 0xA075)) } == ["Doe^John"])
            #expect(observers.map { $0.string(Tag(0x0040, 0xA027)) } == ["General Hospital"])
            #expect(observers.map { $0.string(Tag(0x0040, 0xA030)) } == ["20261123071500.250+0100"])
            #expect(observers.first?.items(Tag(0x0040, 0xA088)).map { $0.string(.codeValue) } == ["4711"])
            #expect(document.string(.contentDate) == "20261123" && document.string(.contentTime) == "071500.250")
            let isAddendum = act == .addendum
            #expect(document.integer(.instanceNumber) == 3)
            #expect(document.integer(.seriesNumber) == (isAddendum ? 9031 : 9011))
            #expect(
                document.string(.seriesDescription) == (isAddendum ? "REPORT ADDENDUM - SIGNED" : "REPORT - SIGNED"))
        }
    }

    @Test func `an addendum is in another series than the report, which has one description`() throws {
        let series = try SignedDocument.acts.map { act in
            try SignedDocument.sample(act).writing { try DICOMFile(path: $0).dataSet.string(.seriesInstanceUID) }
        }
        #expect(series[0] == series[1] && series[0] != series[2] && series[2] != nil)
    }

    @Test(arguments: ReportForm.ofSignedReports)
    func `the series has a date and a time, the same for every document in it`(form: ReportForm) throws {
        for act in SignedDocument.acts {
            try SignedDocument.sample(act).writing(form) { path in
                let document = try DICOMFile(path: path).dataSet
                let study = [document.string(.studyDate), document.string(.studyTime)]
                let moment = study.contains(nil) ? ["20261123", "071500.250"] : study
                #expect([document.string(.seriesDate), document.string(.seriesTime)] == moment)
            }
        }
    }

    @Test func `a person without a code is identified by name only`() throws {
        let signature = ReportSignature(
            name: "Doe^John", organization: "H", identification: nil, date: "20261123", time: "071500.250",
            offset: "-0530")
        try SignedDocument.sample(signature: signature).writing { path in
            let observer = try #require(try DICOMFile(path: path).dataSet.items(Tag(0x0040, 0xA073)).first)
            #expect(observer.items(Tag(0x0040, 0xA088)).isEmpty && observer.bytes(Tag(0x0040, 0xA088)) == nil)
            #expect(observer.string(Tag(0x0040, 0xA030)) == "20261123071500.250-0530")
        }
    }

    @Test(arguments: zip(SignedDocument.acts, ["121362", "121360", "121361"]))
    func `it references its predecessor with the purpose`(act: SignedDocument.Act, purpose: String) throws {
        try SignedDocument.sample(act).writing { path in
            let reference = try #require(try DICOMFile(path: path).dataSet.predecessors.first)
            #expect(reference.string(Tag(0x0008, 0x1155)) == InstanceReference.sample.sopInstanceUID)
            #expect(reference.items(Tag(0x0040, 0xA170)).first?.string(.codeValue) == purpose)
        }
    }

    @Test func `patient, study and order are the same as in the images`() throws {
        try TestFiles.withImages(Self.images) { folder, paths in
            let (signed, draft) = (folder.appending(path: "signed").path, folder.appending(path: "draft").path)
            try SignedDocument.sample().write(to: signed, images: paths, predecessor: .sample)
            try DraftDocument.sample.write(to: draft, images: paths)
            let (after, before) = (try DICOMFile(path: signed), try DICOMFile(path: draft))
            for tag in [.patientName, .patientID, .patientBirthDate, .studyDate, .accessionNumber] as [DICOMCore.Tag] {
                #expect(after.bytes(tag) == before.bytes(tag) && after.bytes(tag) != nil)
            }
            let orders = [before, after].map { $0.dataSet.items(Tag(0x0040, 0xA370)).first?.bytes(Tag(0x0040, 0x1001)) }
            #expect(orders[0] == orders[1] && orders[0] != nil)
            let evidence = [before, after].map { file in
                file.dataSet.items(Tag(0x0040, 0xA375)).flatMap { $0.items(Tag(0x0008, 0x1115)) }
                    .flatMap { $0.items(Tag(0x0008, 0x1199)) }.map { $0.string(Tag(0x0008, 0x1155)) }
            }
            #expect(evidence[0] == evidence[1] && evidence[0].count == 2)
        }
    }

    @Test(arguments: zip([0, 1, 2, 4], ["Doe^Jane", "Müller^Jörg", "Wang^XiaoDong=王^小东", "Yamada^Tarou=山田^太郎"]))
    func `a reviewer's name in any script is written along with the patient's`(index: Int, patient: String) throws {
        let name = NameInCharacterSet.all[index]
        let chest = SyntheticObject.chest(characterSet: name.definedTerms, name: name.bytes)
        let signature = ReportSignature.sample("Yamada^Hanako=山田^花子", organization: "Hôpital Général")
        try SignedDocument.sample(.edited, signature: signature).writing(about: [chest]) { path in
            let document = try DICOMFile(path: path).dataSet
            #expect(document.string(.specificCharacterSet) == "ISO_IR 192")
            #expect(document.string(.patientName) == patient)
            let observer = document.items(Tag(0x0040, 0xA073)).first
            #expect(observer?.string(Tag(0x0040, 0xA075)) == "Yamada^Hanako=山田^花子")
            #expect(observer?.string(Tag(0x0040, 0xA027)) == "Hôpital Général")
            #expect(document.contentItems("121008").first?.string(Tag(0x0040, 0xA123)) == "Yamada^Hanako=山田^花子")
            if Judges.hasValidators {
                let complaints = try Judges.complaints(about: path)
                #expect(complaints.isEmpty, "\(complaints)")
            }
        }
    }

    @Test func `the images' character set is kept if the reviewer's name fits it`() throws {
        let name = NameInCharacterSet.all[1]
        let chest = SyntheticObject.chest(characterSet: name.definedTerms, name: name.bytes)
        try SignedDocument.sample(signature: .sample("Andrée^Zoë")).writing(about: [chest]) { path in
            let document = try DICOMFile(path: path)
            #expect(
                document.definedTerms == "ISO_IR 100" && document.bytes(.patientName)?.starts(with: name.bytes) == true)
            #expect(document.dataSet.items(Tag(0x0040, 0xA073)).first?.string(Tag(0x0040, 0xA075)) == "Andrée^Zoë")
        }
    }

    @Test(arguments: ReportForm.ofSignedReports)
    func `it is the same bytes whatever the order of the images`(form: ReportForm) throws {
        let bytes = { (images: [SyntheticObject]) in
            try SignedDocument.sample().writing(form, about: images) { try Data(contentsOf: URL(filePath: $0)) }
        }
        let first = try bytes(Self.images)
        let again = try bytes(Self.images.reversed())
        #expect(again == first)
    }

    @Test func `its instance depends on act, time, predecessor and form, its series on the form`() throws {
        let identity = { (report: SignedDocument, form: ReportForm, predecessor: InstanceReference) in
            try report.writing(form, predecessor: predecessor) { path in
                let file = try DICOMFile(path: path)
                return [file.string(.sopInstanceUID), file.string(.seriesInstanceUID)]
            }
        }
        let first = try identity(.sample(), .basicTextSR, .sample)
        let reworded = try identity(.sample(findings: ["Other words."]), .basicTextSR, .sample)
        #expect(reworded == first)
        var later = SignedDocument.sample()
        later.signature = ReportSignature(
            name: "Doe^John", organization: "H", identification: nil, date: "20261123", time: "071500.251",
            offset: "+0100")
        var other = InstanceReference.sample
        other.sopInstanceUID = "1.2.3.4.77.2"
        for changed in [
            try identity(later, .basicTextSR, .sample), try identity(.sample(.edited), .basicTextSR, .sample),
            try identity(.sample(), .basicTextSR, other),
        ] {
            #expect(changed[0] != first[0] && changed[1] == first[1])
        }
        let enhanced = try identity(.sample(), .enhancedSR, .sample)
        #expect(enhanced[0] != first[0] && enhanced[1] != first[1])
    }

    @Test(arguments: [ReportForm.comprehensive3DSR, .rejectionNote])
    func `a form that is never signed is refused`(form: ReportForm) {
        #expect(throws: DICOMObjectError.invalidReport(reason: "\(form.rawValue) is never signed")) {
            try SignedDocument.sample().writing(form) { _ in }
        }
    }

    @Test func `an empty report cannot be signed`() {
        let empty = SignedDocument(
            act: .edited, findings: [" \n"], impression: [], signature: .sample(), number: 1, device: .sample)
        #expect(throws: DICOMObjectError.invalidReport(reason: "the report has no paragraph")) {
            try empty.writing { _ in }
        }
    }
}

extension DICOMItem {
    /// The references of Predecessor Documents Sequence.
    var predecessors: [DICOMItem] {
        items(Tag(0x0040, 0xA360)).flatMap { $0.items(Tag(0x0008, 0x1115)) }.flatMap { $0.items(Tag(0x0008, 0x1199)) }
    }
}
