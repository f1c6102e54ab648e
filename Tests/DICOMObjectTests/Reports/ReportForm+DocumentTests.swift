import DICOMCore
import Foundation
import TestHarness
import Testing

@testable import DICOMObject

@Suite(.blocking) struct ReportFormDocumentTests {
    private static let images = [SyntheticObject.chest(), .chest(instance: "1.2.3.4.2")]

    @Test(.enabled(if: Judges.hasValidators, "needs dicom3tools and dcmtk"), arguments: ReportForm.structuredReports)
    func `every report that replaces another is valid and survives XML`(form: ReportForm) throws {
        try DraftDocument.sample.writing(form, about: Self.images, replacing: .sample) { path in
            let verdict = try Judges.run(Judges.dciodvfy, ["-new", path])
            #expect(verdict.status == 0 && verdict.complaints.isEmpty, "\(verdict.output)")
            let dump = try Judges.run(Judges.dsrdump, ["+Pl", "+Pt", path])
            #expect(dump.status == 0 && dump.complaints.isEmpty, "\(dump.complaints)")
            #expect(dump.output.contains("Predecessor"), "\(dump.output)")
            let xml = try Judges.run("/usr/bin/dsr2xml", [path])
            try Data(xml.output.utf8).write(to: URL(filePath: path + ".xml"))
            let back = try Judges.run("/usr/bin/xml2dsr", [path + ".xml", path + ".back"])
            #expect(back.status == 0, "\(back.output)")
            let again = try Judges.run("/usr/bin/dsr2xml", [path + ".back"])
            #expect(again.output == xml.output)
        }
    }

    @Test(.enabled(if: Judges.hasPixelMed, "needs libpixelmed-java and Java"), arguments: ReportForm.structuredReports)
    func `every report follows the rows of its template according to PixelMed`(form: ReportForm) throws {
        try DraftDocument.sample.writing(form, about: Self.images, replacing: .sample) { path in
            let verdict = try Judges.pixelMed(path)
            // PixelMed's template 1404 is empty, and its 1501 has no rows for evaluations, so it warns that numbers of
            // the one and findings of the other are not in its templates.
            let complaints = verdict.complaints.filter { line in
                form == .basicTextSR || !line.hasSuffix("Content Item not in template")
                    || !(line.contains("/NUM (111012") || line.contains("/CONTAINER (125007"))
            }
            #expect(complaints.isEmpty, "\(complaints)")
            let template = form == .comprehensive3DSR ? "TID_1500" : "TID_2000"
            #expect(verdict.output.contains("Found Root Template \(template)"), "\(verdict.output)")
            #expect(verdict.output.contains("IOD validation complete"))
        }
    }

    @Test(arguments: ReportForm.allCases)
    func `each form has its own SOP class`(form: ReportForm) {
        let others = ReportForm.allCases.filter { $0 != form }
        #expect(!others.contains { $0.sopClassUID == form.sopClassUID })
    }

    @Test(arguments: ReportForm.structuredReports)
    func `each form has its own instance and series and is reproducible`(form: ReportForm) throws {
        let read = { (form: ReportForm, images: [SyntheticObject]) in
            try DraftDocument.sample.writing(form, about: images) { path in
                let document = try DICOMFile(path: path)
                return (
                    uids: [document.string(.sopInstanceUID), document.string(.seriesInstanceUID)],
                    number: document.dataSet.integer(.seriesNumber), bytes: try Data(contentsOf: URL(filePath: path))
                )
            }
        }
        let first = try read(form, Self.images)
        #expect(first.number == form.draftSeries.number)
        #expect(try read(form, Self.images.reversed()).bytes == first.bytes)
        for other in ReportForm.structuredReports where other != form {
            #expect(Set(try read(other, Self.images).uids).isDisjoint(with: first.uids))
        }
    }

    @Test func `a document that replaces another references it with the purpose`() throws {
        try DraftDocument.sample.writing(replacing: .sample) { path in
            let document = try DICOMFile(path: path).dataSet
            let study = try #require(document.items(Tag(0x0040, 0xA360)).first)
            let series = try #require(study.items(Tag(0x0008, 0x1115)).first)
            let reference = try #require(series.items(Tag(0x0008, 0x1199)).first)
            #expect(study.string(.studyInstanceUID) == "1.2.3.4")
            #expect(series.string(.seriesInstanceUID) == "1.2.3.4.77")
            #expect(reference.string(Tag(0x0008, 0x1150)) == "1.2.840.10008.5.1.4.1.1.88.11")
            #expect(reference.string(Tag(0x0008, 0x1155)) == "1.2.3.4.77.1")
            let purpose = reference.items(Tag(0x0040, 0xA170)).first
            #expect(purpose?.string(.codeValue) == "121360" && purpose?.string(.codingSchemeDesignator) == "DCM")
        }
        try DraftDocument.sample.writing { path in
            let document = try DICOMFile(path: path)
            #expect(document.dataSet.items(Tag(0x0040, 0xA360)).isEmpty)
        }
    }
}
