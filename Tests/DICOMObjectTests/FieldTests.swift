import DICOMCore
import Foundation
import Imaging
import Testing

@testable import DICOMObject

/// Objects of the field whose elements are not as the standard wants them: stored, and the same picture.
struct FieldTests {
    private static let intact = [
        "un_pixels", "request_un_defined_explicit", "request_as_LO_explicit", "region_with_text_implicit",
        "sq_tag_with_text_implicit", "un_undefined_explicit_inside", "implicit_in_explicit", "item_end_missing",
        "seq_longer_than_said", "vr_lowercase", "trailing_garbage",
    ]

    @Test(arguments: intact)
    func `is stored and shows the film`(name: String) throws {
        let header = try FieldFiles.header("\(name).dcm")
        #expect(header.patientName == "Case^Synthetic" && header.bodyPartExamined == "CHEST")
        #expect(header.studyInstanceUID.hasPrefix("2.25.") && header.rows == 256)
        let image = try DICOMFile(path: FieldFiles.path("\(name).dcm")).grayscaleImage()
        #expect(FieldFiles.difference(FieldFiles.shades(image), try FieldFiles.film()) <= 1)
    }

    @Test func `a compressed frame without the last delimiter shows the film`() throws {
        #expect(try FieldFiles.header("jpeg_no_delimiter.dcm").rows == 256)
        let image = try DICOMFile(path: FieldFiles.path("jpeg_no_delimiter.dcm")).grayscaleImage()
        // JPEG with losses.
        #expect(FieldFiles.difference(FieldFiles.shades(image), try FieldFiles.film()) <= 24)
    }

    @Test func `implicit elements under a compressed transfer syntax are read`() throws {
        #expect(try FieldFiles.header("pydicom_SC_rgb_jpeg.dcm").rows == 256)
        let image = try DICOMFile(path: FieldFiles.path("pydicom_SC_rgb_jpeg.dcm")).grayscaleImage()
        #expect(image.rows == 256 && image.columns == 256)
    }

    @Test func `a request in VR UN is read for the documents`() throws {
        #expect(
            try FieldFiles.header("request_un_defined_explicit.dcm").requestAttributes?.requestedProcedureID == "RP01")
        let file = try DICOMFile(path: FieldFiles.path("request_un_defined_explicit.dcm"))
        let request = try #require(file.dataSet.items(.requestAttributesSequence).first)
        #expect(request.string(.requestedProcedureID) == "RP01")
        #expect(file.passedOver.isEmpty)
    }

    private static let textInSequences: [(String, DICOMCore.Tag)] = [
        ("request_as_LO_explicit", .requestAttributesSequence), ("sq_tag_with_text_implicit", .init(0x0012, 0x0064)),
    ]

    @Test(arguments: textInSequences)
    func `an element with the tag of a sequence that is not one counts as absent and is named`(
        name: String, tag: DICOMCore.Tag
    ) throws {
        let file = try DICOMFile(path: FieldFiles.path("\(name).dcm"))
        #expect(file.passedOver == [tag])
        #expect(file.dataSet.items(tag).isEmpty)
    }

    @Test(arguments: intact)
    func `gets a draft with its patient`(name: String) throws {
        try TestFiles.withFolder { folder in
            let path = folder.appending(path: "draft.dcm").path
            let image = FieldFiles.path("\(name).dcm")
            try DraftDocument.sample.write(to: path, images: [image])
            let draft = try DICOMFile(path: path)
            for tag in [DICOMCore.Tag.patientName, .patientID, .studyInstanceUID, .accessionNumber] {
                #expect(draft.bytes(tag) == (try DICOMFile(path: image).bytes(tag)))
            }
        }
    }
}
