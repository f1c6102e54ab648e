import DICOMCore
import Foundation
import Imaging
import TestHarness
import Testing

@testable import DICOMObject

struct FirstFrameTests {
    /// An object in Explicit VR Big Endian of four samples of 8 bits.
    private func bigEndian(_ representation: String) throws -> [Float] {
        func element(_ group: UInt16, _ element: UInt16, _ vr: String, _ value: [UInt8]) -> [UInt8] {
            let tag = [UInt8(group >> 8), UInt8(group & 0xFF), UInt8(element >> 8), UInt8(element & 0xFF)]
            let isLong = ["OB", "OW", "UN"].contains(vr)
            return tag + Array(vr.utf8) + (isLong ? [0, 0, 0, 0] : []) + [0, UInt8(value.count)] + value
        }
        var body = element(0x0028, 0x0002, "US", [0, 1]) + element(0x0028, 0x0004, "CS", Array("MONOCHROME2 ".utf8))
        body += element(0x0028, 0x0010, "US", [0, 1]) + element(0x0028, 0x0011, "US", [0, 4])
        body += element(0x0028, 0x0100, "US", [0, 8]) + element(0x0028, 0x0101, "US", [0, 8])
        body += element(0x0028, 0x0102, "US", [0, 7]) + element(0x0028, 0x0103, "US", [0, 0])
        body += element(0x7FE0, 0x0010, representation, [0, 51, 102, 255])
        return try TestFiles.withFolder { folder in
            let url = folder.appending(path: "object.dcm")
            try SyntheticObject.empty.write(to: url, transferSyntax: "1.2.840.10008.1.2.2")
            try (Data(contentsOf: url) + Data(body)).write(to: url)
            return try DICOMFile(path: url.path).grayscaleImage().pixels
        }
    }

    /// OW has words, which are swapped; OB has bytes; UN does not tell.
    @Test func `knows the byte order of samples in Explicit VR Big Endian, and refuses those of VR UN`() throws {
        #expect(try bigEndian("OB") == [0, 0.2, 0.4, 1])
        #expect(try bigEndian("OW") == [0.2, 0, 1, 0.4])
        #expect(
            throws: DICOMObjectError.inconsistent(
                reason: "Pixel Data of VR UN in Explicit VR Big Endian has no known byte order")
        ) { try bigEndian("UN") }
    }
}
