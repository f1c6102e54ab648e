import DICOMCore
import Imaging
import Testing

@testable import DICOMObject

struct ModalityTransformTests {
    private let film = FilmValues(
        values: (0..<10).map { FilmValues.Value(storedValue: $0, number: Double($0), count: 1) })

    private func read(_ object: SyntheticObject) throws -> (transform: ModalityTransform, notices: [String]) {
        try object.read { file in
            var attributes = DisplayAttributes(file.dataSet)
            let transform = ModalityTransform(&attributes, layout: try PixelLayout(file.dataSet), stored: film)
            return (transform, attributes.notices)
        }
    }

    @Test func `rescales`() throws {
        var object = SyntheticObject(pixels: [0])
        object.set(0x0028, 0x1052, "DS", text: "-1024")
        object.set(0x0028, 0x1053, "DS", text: "0.5")
        #expect(try read(object).transform(100) == -974)
    }

    @Test func `leaves numbers unchanged by default`() throws {
        #expect(try read(SyntheticObject(pixels: [0])).transform(100) == 100)
    }

    @Test(arguments: [
        ("0", "5", "Rescale Slope (0028,1053) is \"0\""), ("x", "5", "Rescale Slope (0028,1053) is \"x\""),
        ("2", "x", "Rescale Intercept (0028,1052) is \"x\""),
        ("1e308", "5", "Rescale Slope (0028,1053) is \"1e308\" and Rescale Intercept (0028,1052) is \"5\""),
        ("1e-30", "5", "Rescale Slope (0028,1053) is \"1e-30\" and Rescale Intercept (0028,1052) is \"5\""),
    ])
    func `passes over a slope and an intercept that cannot be meant`(
        slope: String, intercept: String, met: String
    ) throws {
        var object = SyntheticObject(pixels: [0])
        object.set(0x0028, 0x1053, "DS", text: slope)
        object.set(0x0028, 0x1052, "DS", text: intercept)
        let read = try read(object)
        #expect(read.transform(100) == 100)
        #expect(read.notices == [met + ", which cannot be meant; the stored values were not rescaled."])
    }

    @Test func `passes over a slope that puts the values further apart than a number can say`() throws {
        var object = SyntheticObject(pixels: [0x8000, 0, 0x7FFF], signed: true)
        object.set(0x0028, 0x1053, "DS", text: "5e303")
        object.set(0x0028, 0x1052, "DS", text: "0")
        let image = try object.read { try $0.displayedImage() }
        #expect(image.picture.pixels == [0, Float(32768) / 65535, 1])
        #expect(image.transformation.notices.contains { $0.hasPrefix("Rescale Slope (0028,1053) is \"5e303\"") })
    }

    @Test func `rescales if the table cannot be meant`() throws {
        var object = SyntheticObject(pixels: [0])
        object.set(0x0028, 0x1053, "DS", text: "2")
        object.set(0x0028, 0x3000, item: .empty)
        let read = try read(object)
        #expect(read.transform(100) == 200)
        #expect(read.notices == ["The Modality LUT was passed over: LUT Descriptor (0028,3002) is missing."])
    }

    @Test func `passes over a table that makes all values the same`() throws {
        var table = SyntheticObject.empty
        table.set(0x0028, 0x3002, "US", words: [2, 5000, 16])
        table.set(0x0028, 0x3006, "OW", words: [300, 400])
        var object = SyntheticObject(pixels: [0])
        object.set(0x0028, 0x3000, item: table)
        #expect(try read(object).transform(7) == 7)
    }

    @Test func `uses a table if there is one`() throws {
        var table = SyntheticObject.empty
        table.set(0x0028, 0x3002, "US", words: [4, 4, 16])
        table.set(0x0028, 0x3006, "OW", words: [300, 400, 500, 600])
        var object = SyntheticObject(pixels: [0])
        object.set(0x0028, 0x3000, item: table)
        let modality = try read(object).transform
        #expect(modality(0) == 300 && modality(5) == 400 && modality(99) == 600)
    }
}
