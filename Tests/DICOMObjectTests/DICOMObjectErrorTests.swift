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

    @Test func `is retried only if the machine is at fault`() {
        let passing: [DICOMObjectError] = [.libraryUnavailable(reason: "r"), .outOfMemory, .notWritten(reason: "r")]
        #expect(DICOMObjectErrorTests.all.filter { !$0.isPermanent } == passing)
    }
}
