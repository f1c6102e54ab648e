import DICOMCore
import Testing

@testable import DICOMObject

struct ModalityTransformTests {
    private func read(_ object: SyntheticObject) throws -> ModalityTransform {
        try object.read { try ModalityTransform($0.dataSet, layout: PixelLayout($0.dataSet)) }
    }

    @Test func `rescales`() throws {
        var object = SyntheticObject(pixels: [0])
        object.set(0x0028, 0x1052, "DS", text: "-1024")
        object.set(0x0028, 0x1053, "DS", text: "0.5")
        #expect(try read(object)(100) == -974)
    }

    @Test func `leaves numbers unchanged by default`() throws {
        #expect(try read(SyntheticObject(pixels: [0]))(100) == 100)
    }

    @Test func `refuses a slope of zero`() throws {
        var object = SyntheticObject(pixels: [0])
        object.set(0x0028, 0x1053, "DS", text: "0")
        #expect(throws: DICOMObjectError.inconsistent(reason: "the rescale slope is 0")) { try read(object) }
    }

    @Test func `uses a table if there is one`() throws {
        var table = SyntheticObject.empty
        table.set(0x0028, 0x3002, "US", words: [2, 5, 16])
        table.set(0x0028, 0x3006, "OW", words: [300, 400])
        var object = SyntheticObject(pixels: [0])
        object.set(0x0028, 0x3000, item: table)
        let modality = try read(object)
        #expect(modality(0) == 300 && modality(6) == 400 && modality(99) == 400)
    }
}
