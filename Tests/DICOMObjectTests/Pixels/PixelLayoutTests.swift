import DICOMCore
import Testing

@testable import DICOMObject

struct PixelLayoutTests {
    private func refusal(of object: SyntheticObject) throws -> DICOMObjectError? {
        try object.read { file in
            #expect(throws: DICOMObjectError.self) { try PixelLayout(file.dataSet) }
        }
    }

    @Test func `refuses 65535 by 65535 before allocating memory`() throws {
        var object = SyntheticObject(pixels: [0])
        object.set(0x0028, 0x0010, "US", words: [65535])
        object.set(0x0028, 0x0011, "US", words: [65535])
        #expect(try refusal(of: object) == .tooLarge(samples: 65535 * 65535, limit: PixelLayout.maximumSamples))
    }

    @Test func `limits the frame that is read and not the number of frames`() throws {
        var object = SyntheticObject(pixels: [0])
        object.set(0x0028, 0x0010, "US", words: [2000])
        object.set(0x0028, 0x0011, "US", words: [2000])
        object.set(0x0028, 0x0008, "IS", text: "2147483647")
        let layout = try object.read { try PixelLayout($0.dataSet) }
        #expect(layout.frames == 2_147_483_647)
        #expect(layout.notices == ["Only the first of 2147483647 frames was read."])
    }

    @Test func `refuses zero rows`() throws {
        var object = SyntheticObject(pixels: [0])
        object.set(0x0028, 0x0010, "US", words: [0])
        #expect(try refusal(of: object) == .inconsistent(reason: "the image has 0 x 1 pixels"))
    }

    @Test(arguments: [1, 12, 24, 64] as [UInt16])
    func `refuses samples that are neither 8, 16 nor 32 bits, and says what was met`(bits: UInt16) throws {
        var object = SyntheticObject(pixels: [0])
        object.set(0x0028, 0x0100, "US", words: [bits])
        #expect(
            try refusal(of: object)
                == .unsupportedPixels(
                    reason: "Bits Allocated (0028,0100) is \(bits); 8, 16, 32 can be read"))
    }

    @Test(
        arguments: [
            (17, 16, 16, 15), (12, 10, 12, 11), (12, 16, 12, 11), (0, 0, 1, 0), (0, 11, 12, 11), (32, 31, 16, 15),
            (16, 11, 16, 15),
        ] as [(UInt16, UInt16, Int, Int)])
    func `replaces stored bits that do not fit`(stored: UInt16, highBit: UInt16, bits: Int, highest: Int) throws {
        var object = SyntheticObject(pixels: [0])
        object.set(0x0028, 0x0101, "US", words: [stored])
        object.set(0x0028, 0x0102, "US", words: [highBit])
        let layout = try object.read { try PixelLayout($0.dataSet) }
        #expect(layout.bitsStored == bits && layout.highBit == highest)
        #expect(!layout.notices.isEmpty)
    }

    @Test func `writes what it understood where DCMTK reads it`() throws {
        var object = SyntheticObject(pixels: [0])
        object.set(0x0028, 0x0101, "LO", text: "twelve")
        object.remove(0x0028, 0x0103)
        try object.read { file in
            let layout = try PixelLayout(file.dataSet)
            try layout.write(to: file.dataSet)
            #expect(file.dataSet.integer(Tag(0x0028, 0x0101)) == 16)
            #expect(file.dataSet.integer(Tag(0x0028, 0x0103)) == 0)
            #expect(try PixelLayout(file.dataSet).notices.isEmpty)
        }
    }

    @Test func `finds no image without rows`() throws {
        var object = SyntheticObject(pixels: [0])
        object.remove(0x0028, 0x0010)
        #expect(try refusal(of: object) == .noPixelData)
    }
}
