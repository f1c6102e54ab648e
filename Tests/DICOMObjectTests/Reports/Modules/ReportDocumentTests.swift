import DICOMCore
import Foundation
import TestHarness
import Testing

@testable import DICOMObject

@Suite(.blocking) struct ReportDocumentTests {
    @Test func `lists every image as evidence, by series`() throws {
        var lateral = SyntheticObject.chest(instance: "1.2.3.4.2")
        lateral.set(0x0020, 0x000E, "UI", text: "1.2.3.4.10")
        try DraftDocument.sample.writing(about: [.chest(), lateral]) { path in
            let studies = try DICOMFile(path: path).dataSet.items(Tag(0x0040, 0xA375))
            #expect(studies.map { $0.string(.studyInstanceUID) } == ["1.2.3.4"])
            let series = studies[0].items(Tag(0x0008, 0x1115))
            #expect(series.map { $0.string(.seriesInstanceUID) } == ["1.2.3.4.10", "1.2.3.4.9"])
            let images = series.flatMap { $0.items(Tag(0x0008, 0x1199)) }
            #expect(images.map { $0.string(Tag(0x0008, 0x1155)) } == ["1.2.3.4.2", "1.2.3.4.1"])
        }
    }

    @Test func `copies patient and study byte for byte`() throws {
        try TestFiles.withFolder { folder in
            let image = folder.appending(path: "image.dcm")
            try SyntheticObject.chest().write(to: image)
            let report = folder.appending(path: "report.dcm")
            try DraftDocument.sample.write(to: report.path, images: [image.path])
            let (before, after) = (try DICOMFile(path: image.path), try DICOMFile(path: report.path))
            for tag in [
                .patientName, .patientID, Tag(0x0010, 0x0021), .patientBirthDate, .patientSex, .studyInstanceUID,
                .studyDate, .studyTime, .studyID, .accessionNumber, .referringPhysicianName,
            ] as [DICOMCore.Tag] {
                #expect(before.bytes(tag) == after.bytes(tag) && before.bytes(tag) != nil, "\(tag)")
            }
            #expect(
                after.dataSet.items(Tag(0x0010, 0x1002)).first?.bytes(Tag(0x0010, 0x0021)) == Array("ELSEWHERE ".utf8))
        }
    }

    @Test func `lists an order once however many images name it`() throws {
        try DraftDocument.sample.writing(about: [.chest(), .chest(instance: "1.2.3.4.2")]) { path in
            let requests = try DICOMFile(path: path).dataSet.items(Tag(0x0040, 0xA370))
            #expect(requests.count == 1)
            #expect(requests.first?.string(Tag(0x0040, 0x1001)) == "RP-5")
            #expect(requests.first?.string(Tag(0x0032, 0x1060)) == "Chest 2 views")
            #expect(requests.first?.string(.accessionNumber) == "A-17")
            #expect(requests.first?.string(.studyInstanceUID) == "1.2.3.4")
        }
    }

    @Test(.enabled(if: Judges.hasValidators, "needs dicom3tools"))
    func `is valid even if the image says almost nothing about the patient`() throws {
        var chest = SyntheticObject.chest()
        for tag in [
            (0x0008, 0x0030), (0x0008, 0x0050), (0x0008, 0x0090), (0x0010, 0x0010), (0x0010, 0x0020), (0x0010, 0x0021),
            (0x0010, 0x0030), (0x0010, 0x0040), (0x0010, 0x1002), (0x0040, 0x0275),
        ] as [(UInt16, UInt16)] {
            chest.remove(tag.0, tag.1)
        }
        try DraftDocument.sample.writing(about: [chest]) { path in
            let verdict = try Judges.run(Judges.dciodvfy, ["-new", path])
            #expect(verdict.status == 0 && !verdict.output.contains("Error"), "\(verdict.output)")
        }
    }
}
