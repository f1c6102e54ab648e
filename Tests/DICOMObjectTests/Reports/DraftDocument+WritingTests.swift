import DICOMCore
import Foundation
import OperatorErrors
import TestHarness
import Testing

@testable import DICOMObject

/// A patient's name as a modality might write it.
struct NameInCharacterSet: Sendable, CustomTestStringConvertible {
    let definedTerms: String?
    let bytes: [UInt8]
    let testDescription: String

    init(_ definedTerms: String?, _ bytes: [UInt8], _ description: String) {
        self.definedTerms = definedTerms
        self.bytes = bytes
        testDescription = description
    }

    private static let escape: [UInt8] = [0x1B]
    private static func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

    static let all: [NameInCharacterSet] = [
        .init(nil, ascii("Doe^Jane"), "no character set"),
        .init("ISO_IR 100", ascii("M") + [0xFC] + ascii("ller^J") + [0xF6] + ascii("rg"), "Latin-1"),
        .init("ISO_IR 192", ascii("Wang^XiaoDong=王^小东"), "UTF-8"),
        .init("GB18030", ascii("Wang^XiaoDong=") + [0xCD, 0xF5, 0x5E, 0xD0, 0xA1, 0xB6, 0xAB], "GB18030"),
        .init(
            "\\ISO 2022 IR 87",
            ascii("Yamada^Tarou=") + escape + ascii("$B;3ED") + escape + ascii("(B^") + escape + ascii("$BB@O:")
                + escape
                + ascii("(B"), "Japanese"),
        .init(
            "\\ISO 2022 IR 149",
            ascii("Hong^Gildong=") + escape + ascii("$)C") + [0xFB, 0xF3] + ascii("^") + escape + ascii("$)C")
                + [0xD1, 0xCE, 0xD4, 0xD7], "Korean"),
    ]
}

@Suite(.blocking) struct DraftReportWritingTests {
    @Test(.enabled(if: Judges.hasValidators, "needs dicom3tools and dcmtk"), arguments: NameInCharacterSet.all)
    func `is valid and leaves the name unchanged`(name: NameInCharacterSet) throws {
        let chest = SyntheticObject.chest(characterSet: name.definedTerms, name: name.bytes)
        try DraftDocument.sample.writing(about: [chest]) { path in
            let verdict = try Judges.run(Judges.dciodvfy, ["-new", path])
            #expect(verdict.status == 0 && verdict.complaints.isEmpty, "\(verdict.output)")
            let dump = try Judges.run(Judges.dsrdump, ["+Pl", "+Pt", path])
            #expect(dump.status == 0 && dump.complaints.isEmpty, "\(dump.complaints)")
            let document = try DICOMFile(path: path)
            #expect(document.transferSyntaxUID == "1.2.840.10008.1.2")
            #expect(document.definedTerms == name.definedTerms ?? "")
            #expect(document.bytes(.patientName)?.prefix(name.bytes.count) == name.bytes[...])
        }
    }

    @Test(.enabled(if: Judges.hasPixelMed, "needs libpixelmed-java and Java"))
    func `follows every row of template 2000 according to PixelMed`() throws {
        let images = [SyntheticObject.chest(), .chest(instance: "1.2.3.4.2")]
        try DraftDocument.sample.writing(about: images) { path in
            let verdict = try Judges.pixelMed(path)
            #expect(verdict.complaints.isEmpty, "\(verdict.output)")
            #expect(verdict.output.contains("Found Root Template TID_2000"))
            #expect(verdict.output.contains("IOD validation complete"))
        }
    }

    @Test(.enabled(if: Judges.hasValidators, "needs dcmtk"))
    func `survives conversion to XML and back`() throws {
        try DraftDocument.sample.writing { path in
            let xml = try Judges.run("/usr/bin/dsr2xml", [path])
            try Data(xml.output.utf8).write(to: URL(filePath: path + ".xml"))
            let back = try Judges.run("/usr/bin/xml2dsr", [path + ".xml", path + ".back"])
            #expect(back.status == 0, "\(back.output)")
            let again = try Judges.run("/usr/bin/dsr2xml", [path + ".back"])
            #expect(again.output == xml.output)
        }
    }

    @Test func `gives the same bytes whatever the order of the images`() throws {
        let images = [SyntheticObject.chest(), .chest(instance: "1.2.3.4.2")]
        let bytes = { (images: [SyntheticObject]) in
            try DraftDocument.sample.writing(about: images) { try Data(contentsOf: URL(filePath: $0)) }
        }
        let first = try bytes(images)
        let again = try bytes(images)
        let reversed = try bytes(images.reversed())
        #expect(again == first && reversed == first)
    }

    @Test func `is marked as a machine draft`() throws {
        try DraftDocument.sample.writing { path in
            let document = try DICOMFile(path: path)
            #expect(document.string(Tag(0x0040, 0xA491)) == "PARTIAL")
            #expect(document.string(Tag(0x0040, 0xA492)) == "AI draft - not reviewed")
            #expect(document.string(Tag(0x0040, 0xA493)) == "UNVERIFIED")
            #expect(document.string(Tag(0x0040, 0xA496)) == "PRELIMINARY")
            #expect(document.string(.seriesDescription) == "AI DRAFT REPORT - NOT VERIFIED")
            #expect(document.dataSet.integer(.seriesNumber) == 9001 && document.dataSet.integer(.instanceNumber) == 1)
            #expect(document.dataSet.texts.contains(DraftDocument.notice))
        }
    }

    @Test func `refuses images of two studies`() throws {
        var other = SyntheticObject.chest(instance: "1.2.3.5.1")
        other.set(0x0020, 0x000D, "UI", text: "1.2.3.5")
        #expect(throws: DICOMObjectError.inconsistent(reason: "the images belong to 2 studies")) {
            try DraftDocument.sample.writing(about: [.chest(), other]) { _ in }
        }
    }

    @Test func `refuses images of two patients even in one study`() throws {
        var other = SyntheticObject.chest(instance: "1.2.3.4.2")
        other.set(0x0010, 0x0020, "LO", text: "0043")
        #expect(throws: DICOMObjectError.inconsistent(reason: "the study has images of 2 patients")) {
            try DraftDocument.sample.writing(about: [.chest(), other]) { _ in }
        }
    }

    @Test func `reports a path that it cannot write`() throws {
        try TestFiles.withFolder { folder in
            let image = folder.appending(path: "image.dcm")
            try SyntheticObject.chest().write(to: image)
            let error = #expect(throws: DICOMObjectError.self) {
                try DraftDocument.sample.write(to: folder.appending(path: "no/such/folder").path, images: [image.path])
            }
            #expect(error?.isPermanent == false)
        }
    }
}
