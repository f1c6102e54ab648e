import DICOMCore
import Testing

@testable import DICOMObject

/// Code streams of another sign, width or colour than the attributes say.
struct SettlingTests {
    private func layout(_ change: (inout SyntheticObject) -> Void = { _ in }) throws -> PixelLayout {
        var object = SyntheticObject(pixels: [0], bitsStored: 12)
        change(&object)
        return try object.read { try PixelLayout($0.dataSet) }
    }

    private let signed = CodedFrameHeader(
        codec: .jpeg2000, process: "JPEG 2000 (SIZ)", rows: 1, columns: 4, components: 1, precision: 12, isSigned: true)

    @Test func `counts signed samples from the lowest one if Pixel Representation says unsigned`() throws {
        var layout = try layout()
        var samples: [UInt16] = [0x800, 0xFFF, 0, 0x7FF]
        let notices = try layout.settle(&samples, coded: signed, overlaid: false)
        #expect(samples == [0, 2047, 2048, 4095])
        #expect(notices == ["The code stream has signed samples, Pixel Representation says unsigned."])
    }

    @Test func `keeps signed samples of which none is negative`() throws {
        var layout = try layout()
        var samples: [UInt16] = [0, 1000, 2047]
        #expect(try layout.settle(&samples, coded: signed, overlaid: false).count == 1)
        #expect(samples == [0, 1000, 2047])
    }

    @Test func `keeps signed samples that Pixel Representation says are signed`() throws {
        var layout = try layout { $0.set(0x0028, 0x0103, "US", words: [1]) }
        var samples: [UInt16] = [0x800, 0xFFF, 0, 0x7FF]
        #expect(try layout.settle(&samples, coded: signed, overlaid: false).isEmpty)
        #expect(samples == [0x800, 0xFFF, 0, 0x7FF])
    }

    private let words = CodedFrameHeader(
        codec: .runLengths, process: "RLE", rows: nil, columns: nil, components: 1, precision: 16)

    @Test func `passes over bits above the stored ones that have nothing to do with the film`() throws {
        var layout = try layout()
        let film = (0..<1000).map { UInt16($0) }
        var samples = film.map { $0 | ($0 &* 40503 & 0xF000) }
        #expect(try layout.settle(&samples, coded: words, overlaid: false).count == 1)
        #expect(samples == film && layout.bitsStored == 12)
    }

    @Test func `keeps bits above the stored ones that go on with the film`() throws {
        var layout = try layout()
        let film = (0..<1000).map { UInt16($0 * 20) }
        var samples = film
        #expect(try layout.settle(&samples, coded: words, overlaid: false).count == 1)
        #expect(samples == film && layout.bitsStored == 16)
    }

    @Test func `refuses bits above the stored ones that may be image or overlay`() throws {
        var layout = try layout()
        var samples: [UInt16] = [0xFFF, 0x1000, 0]
        #expect(throws: DICOMObjectError.self) { try layout.settle(&samples, coded: words, overlaid: false) }
    }
}
