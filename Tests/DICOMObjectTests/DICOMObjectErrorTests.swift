import Foundation
import OperatorErrors
import Testing

@testable import DICOMObject

struct DICOMObjectErrorTests {
    private static let all: [DICOMObjectError] = [
        .unreadable(reason: "r"), .unsupportedTransferSyntax(uid: "1"), .noPixelData, .tooLarge(samples: 1, limit: 0),
        .inconsistent(reason: "r"), .unsupportedPixels(reason: "r"), .undecodable(reason: "r"),
        .libraryUnavailable(reason: "r"), .outOfMemory, .invalidReport(reason: "r"), .notWritten(reason: "r"),
    ]

    @Test(arguments: all)
    func `has a message and a hint`(error: DICOMObjectError) {
        #expect(!error.description.isEmpty && error.hint.hasSuffix("."))
    }

    @Test func `a message names what was met`() {
        let messages: [(DICOMObjectError, String)] = [
            (
                .unreadable(reason: "(0010,0020) at byte 14 has no VR"),
                "object cannot be read: (0010,0020) at byte 14 has no VR"
            ),
            (
                .unsupportedTransferSyntax(uid: "1.2.840.10008.1.2.4.112"),
                "transfer syntax 1.2.840.10008.1.2.4.112 (JPEG XL) cannot be decoded"
            ),
            (.unsupportedTransferSyntax(uid: "1.2.3"), "transfer syntax 1.2.3 cannot be decoded"),
            (.tooLarge(samples: 2, limit: 1), "image of 2 samples is over the limit of 1"),
            // Uncompressed pixels give this error too.
            (.undecodable(reason: "r"), "pixels cannot be decoded: r"),
        ]
        for (error, message) in messages { #expect(error.description == message) }
        #expect(!DICOMObjectError.undecodable(reason: "r").hint.contains("ompressed"))
    }

    @Test func `what is wrong with a file is named`() throws {
        func reason(_ bytes: [UInt8]) throws -> String {
            try TestFiles.withFolder { folder in
                let url = folder.appending(path: "object")
                try Data(bytes).write(to: url)
                let error = #expect(throws: DICOMObjectError.self) { try DICOMFile(path: url.path) }
                return error?.description ?? ""
            }
        }
        let whole = [UInt8](try Data(contentsOf: FieldFiles.folder.appending(path: "trailing_garbage.dcm")))
        #expect(try reason(Array("a letter".utf8)) == "object cannot be read: there is no prefix DICM at byte 128")
        // Pixel Data begins at byte 724 and has 65536 bytes.
        #expect(
            try reason(Array(whole.prefix(736 + 65_000)))
                == "object cannot be read: the data set ends within (7FE0,0010) at byte 724, of which 536 bytes are missing"
        )
        var unknown = whole
        let uid = Array("1.2.840.10008.1.2.1".utf8)
        let place = try #require(unknown.firstRange(of: uid))
        unknown.replaceSubrange(place, with: Array("1.2.840.10008.1.2.7".utf8))
        #expect(try reason(unknown) == "transfer syntax 1.2.840.10008.1.2.7 cannot be decoded")
    }

    @Test func `is retried only if the machine is at fault`() {
        let passing: [DICOMObjectError] = [.libraryUnavailable(reason: "r"), .outOfMemory, .notWritten(reason: "r")]
        #expect(DICOMObjectErrorTests.all.filter { !$0.isPermanent } == passing)
    }
}
