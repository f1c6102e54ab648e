import DICOMCore
import Testing

@testable import DICOMObject

struct CodingProcessTests {
    private static let all: [CodingProcess] =
        ([0, 1, 2, 3, 5, 9] as [UInt8]).map { .jpeg(frame: $0) }
        + [.jpegLS, .jpeg2000, .highThroughputJPEG2000, .runLengths]

    @Test func `a compressed transfer syntax is fitted by the processes that it names, and by no other`() {
        for syntax in TransferSyntax.all where syntax.isEncapsulated && syntax.isDecodable {
            let fitting = Self.all.filter { $0.fits(syntax) }
            #expect(fitting.count == (syntax == .jpegExtended ? 2 : 1), "\(syntax.name): \(fitting)")
        }
        #expect(!CodingProcess.highThroughputJPEG2000.fits(.jpeg2000Lossless))
        #expect(!CodingProcess.jpeg(frame: 3).fits(.jpegExtended))
    }

    @Test func `says its coding with the marker`() {
        #expect(
            Self.all.map(\.description)
                == [
                    "JPEG Baseline (SOF0)", "JPEG Extended (SOF1)", "JPEG Progressive (SOF2)", "JPEG Lossless (SOF3)",
                    "JPEG Hierarchical (SOF5)", "JPEG Extended, arithmetic (SOF9)", "JPEG-LS (SOF55)",
                    "JPEG 2000 (SIZ)",
                    "HTJ2K (SIZ, CAP)", "RLE",
                ])
    }
}
