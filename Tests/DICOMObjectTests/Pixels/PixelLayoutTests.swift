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

    @Test func `counts every frame towards the limit`() throws {
        var object = SyntheticObject(pixels: [0])
        object.set(0x0028, 0x0010, "US", words: [2000])
        object.set(0x0028, 0x0011, "US", words: [2000])
        object.set(0x0028, 0x0008, "IS", text: "2147483647")
        #expect(try refusal(of: object) == .tooLarge(samples: 4_000_000 * 2_147_483_647, limit: 100_000_000))
    }

    @Test func `refuses zero rows`() throws {
        var object = SyntheticObject(pixels: [0])
        object.set(0x0028, 0x0010, "US", words: [0])
        #expect(try refusal(of: object) == .inconsistent(reason: "the image has 0 x 1 pixels"))
    }

    @Test(arguments: [1, 12, 32, 64] as [UInt16])
    func `refuses samples that are neither 8 nor 16 bits`(bits: UInt16) throws {
        var object = SyntheticObject(pixels: [0])
        object.set(0x0028, 0x0100, "US", words: [bits])
        #expect(try refusal(of: object) == .unsupportedPixels(reason: "\(bits) bits allocated"))
    }

    @Test(arguments: [(17, 16), (12, 10), (12, 16), (0, 0)] as [(UInt16, UInt16)])
    func `refuses stored bits that do not fit`(stored: UInt16, highBit: UInt16) throws {
        var object = SyntheticObject(pixels: [0])
        object.set(0x0028, 0x0101, "US", words: [stored])
        object.set(0x0028, 0x0102, "US", words: [highBit])
        #expect(
            try refusal(of: object)
                == .inconsistent(reason: "\(stored) bits stored below bit \(highBit) of 16 allocated"))
    }

    @Test func `finds no image without rows`() throws {
        var object = SyntheticObject(pixels: [0])
        object.remove(0x0028, 0x0010)
        #expect(try refusal(of: object) == .noPixelData)
    }
}
