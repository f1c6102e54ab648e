import DICOMCore
import Foundation
import Imaging
import TestHarness
import Testing

@testable import DICOMWeb

extension FieldCasesTests {
    /// The shades of an object's picture.
    private func shades(_ object: FieldObject, _ query: String = "") async throws -> [UInt8] {
        let node = try await node(storing: [object.file])
        let answer = try await node.get("\(FieldObject.uri())/rendered\(query)", accept: "image/png")
        try #require(answer.status == 200, "\(answer.text)")
        return try SampleFilms.picture(answer.body).pixels
    }

    @Test func `MONOCHROME1 is inverted, and once if the presentation look-up table says so too`() async throws {
        var object = FieldObject(pixels: [0, 1000, 2000, 4095])
        object.set(FieldObject.windowCenter, "DS", "2048")
        object.set(FieldObject.windowWidth, "DS", "4096")
        let plain = try await shades(object)
        #expect(plain[0] == 0 && plain[3] == 255)
        object.set(FieldObject.photometricInterpretation, "CS", "MONOCHROME1")
        let inverted = try await shades(object)
        object.set(Tag(0x2050, 0x0020), "CS", "INVERSE")
        let twice = try await shades(object)
        #expect(inverted == plain.map { 255 - $0 } && twice == inverted)
    }

    @Test func `a VOI look-up table is used, with a window beside it and without`() async throws {
        let table: [UInt16] = [65535, 0, 32768, 65535]
        var object = FieldObject(pixels: [0, 1, 2, 3])
        object.setVOILUT(table)
        let withoutWindow = try await shades(object)
        #expect(withoutWindow == [255, 0, 128, 255], "\(withoutWindow)")
        object.set(FieldObject.windowCenter, "DS", "2")
        object.set(FieldObject.windowWidth, "DS", "4")
        let both = try await shades(object)
        // One or the other, as the reporter shows it, and never both on top of each other.
        let window = try await shades(object, "?window=2,4,linear")
        #expect(both == withoutWindow || both == window, "\(both)")
        #expect(window.first == 0 && window.last == 255)
    }

    @Test func `a window of width 1 is a threshold if it is asked for, and no empty picture if a file has it`()
        async throws
    {
        var object = FieldObject(pixels: [0, 99, 100, 4095])
        object.set(FieldObject.windowCenter, "DS", "100")
        object.set(FieldObject.windowWidth, "DS", "1")
        // A file with such a window does not mean it: a film in black and white cannot be read.
        let shown = try await shades(object)
        #expect(shown == shown.sorted() && shown.first != shown.last && Set(shown).count > 2, "\(shown)")
        #expect(try await shades(object, "?window=4095,1,linear") == [0, 0, 0, 255])
    }

    @Test func `an image of 8 bits is shown as one of 16 is`() async throws {
        var object = FieldObject(pixels: [0, 0, 0, 0])
        for (tag, value) in [(0x0100, 8), (0x0101, 8), (0x0102, 7)] as [(UInt16, UInt16)] {
            object.set(Tag(0x0028, tag), [value])
        }
        object.set(.pixelData, "OB", bytes: [0, 64, 128, 255])
        object.set(FieldObject.windowCenter, "DS", "128")
        object.set(FieldObject.windowWidth, "DS", "256")
        let found = try await shades(object)
        #expect(zip(found, [0, 64, 128, 255] as [Int]).allSatisfy { abs(Int($0) - $1) <= 1 }, "\(found)")
    }
}
