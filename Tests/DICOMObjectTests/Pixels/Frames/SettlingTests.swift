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

    /// Settles samples of one row as a code stream with this header has them.
    private func settle(
        _ samples: inout [UInt16], _ layout: inout PixelLayout, coded header: CodedFrameHeader
    ) throws -> [String] {
        var words = SampleWords(samples, step: header.components)
        let notices = try layout.settle(&words, coded: header, beside: NamedBits())
        samples = words.words
        return notices
    }

    private let signed = CodedFrameHeader(
        process: .jpeg2000, rows: 1, columns: 4, components: 1, precision: 12, isSigned: true)

    @Test func `counts signed samples from the lowest one if Pixel Representation says unsigned`() throws {
        var layout = try layout()
        var samples: [UInt16] = [0x800, 0xFFF, 0, 0x7FF]
        let notices = try settle(&samples, &layout, coded: signed)
        #expect(samples == [0, 2047, 2048, 4095])
        #expect(notices == ["The code stream has signed samples, Pixel Representation says unsigned."])
    }

    @Test func `keeps signed samples of which none is negative`() throws {
        var layout = try layout()
        var samples: [UInt16] = [0, 1000, 2047]
        #expect(try settle(&samples, &layout, coded: signed).count == 1)
        #expect(samples == [0, 1000, 2047])
    }

    @Test func `keeps signed samples that Pixel Representation says are signed`() throws {
        var layout = try layout { $0.set(0x0028, 0x0103, "US", words: [1]) }
        var samples: [UInt16] = [0x800, 0xFFF, 0, 0x7FF]
        #expect(try settle(&samples, &layout, coded: signed).isEmpty)
        #expect(samples == [0x800, 0xFFF, 0, 0x7FF])
    }

    private let words = CodedFrameHeader(
        process: .runLengths, rows: nil, columns: nil, components: 1, precision: 16)

    private let predicted = CodedFrameHeader(
        process: .jpegLS, rows: 1, columns: 1, components: 1, precision: 16)

    /// Whatever the coding, the neighbours decide.
    @Test func `passes over bits above the stored ones that have nothing to do with the film`() throws {
        for header in [words, predicted] {
            var layout = try layout()
            let film = (0..<1000).map { UInt16($0) }
            var samples = film.map { $0 | ($0 &* 40503 & 0xF000) }
            #expect(
                try settle(&samples, &layout, coded: header)
                    == ["Bits above Bits Stored 12 are used, but not for the film; they were passed over."])
            #expect(samples == film && layout.bitsStored == 12)
        }
    }

    @Test func `keeps bits above the stored ones that go on with the film`() throws {
        for header in [words, predicted] {
            var layout = try layout()
            let film = (0..<1000).map { UInt16($0 * 20) }
            var samples = film
            #expect(
                try settle(&samples, &layout, coded: header)
                    == ["The pixels use 15 bits, Bits Stored says 12; all were read."])
            #expect(samples == film && layout.bitsStored == 16)
        }
    }

    @Test func `keeps what a lossy coding added above the highest value`() throws {
        var layout = try layout()
        let film = (0..<1000).map { UInt16(3200 + $0) }
        var samples = film
        #expect(try settle(&samples, &layout, coded: predicted).count == 1)
        #expect(samples == film)
    }

    @Test func `refuses bits above the stored ones that may be image or overlay`() throws {
        for header in [words, predicted] {
            var layout = try layout()
            var samples: [UInt16] = [0xFFF, 0x1000, 0]
            let reason = "the pixels use 13 bits, Bits Stored says 12, and the film looks as wrong either way"
            #expect(throws: DICOMObjectError.inconsistent(reason: reason)) {
                try settle(&samples, &layout, coded: header)
            }
        }
    }
}
