import Crypto
import DICOMCore
import Foundation
import Imaging
import TestHarness
import Testing

@testable import DICOMObject

/// A row of `samples/xrays/manifest.csv`.
struct Sample: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let path: String
    let transferSyntax: String
    let pictureHash: String

    static func all() throws -> [Sample] {
        let folder = packageRoot.appending(path: "samples/xrays")
        let table = try String(contentsOf: folder.appending(path: "manifest.csv"), encoding: .utf8)
        return table.split(separator: "\n").dropFirst().map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return Sample(
                testDescription: fields[0], path: folder.appending(path: fields[0]).path, transferSyntax: fields[8],
                pictureHash: fields[9])
        }
    }
}

@Suite(.blocking) struct SamplesTests {
    @Test func `has sixteen files in every promised encoding`() throws {
        let samples = try Sample.all()
        #expect(samples.count == 16)
        #expect(
            Set(samples.map(\.transferSyntax)) == [
                "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.80",
                "1.2.840.10008.1.2.5",
            ])
    }

    @Test(arguments: try Sample.all())
    func `shows its source picture pixel for pixel`(sample: Sample) throws {
        let file = try DICOMFile(path: sample.path)
        #expect(file.transferSyntaxUID == sample.transferSyntax)
        let displayed = try file.displayedImage()
        #expect(displayed.transformation.notices.isEmpty)
        #expect(
            displayed.transformation.applied.hasPrefix("range") == (file.dataSet.number(Tag(0x0028, 0x1050)) == nil))
        let picture = displayed.picture.pixels.map { UInt8(($0 * 255).rounded()) }
        let hash = SHA256.hash(data: picture).map { String(format: "%02x", $0) }.joined()
        #expect(hash == sample.pictureHash)
    }

    @Test(.enabled(if: Judges.hasValidators, "needs dicom3tools"), arguments: try Sample.all())
    func `is valid according to dciodvfy`(sample: Sample) throws {
        let verdict = try Judges.run(Judges.dciodvfy, ["-new", sample.path])
        #expect(verdict.status == 0 && !verdict.output.contains("Error"), "\(verdict.output)")
    }

    @Test(.enabled(if: Judges.hasValidators, "needs dicom3tools and dcmtk"), arguments: try Sample.all())
    func `gets a valid draft`(sample: Sample) throws {
        try TestFiles.withFolder { folder in
            let path = folder.appending(path: "report.dcm").path
            try DraftDocument.sample.write(to: path, images: [sample.path])
            let verdict = try Judges.run(Judges.dciodvfy, ["-new", path])
            #expect(verdict.status == 0 && verdict.complaints.isEmpty, "\(verdict.output)")
            let dump = try Judges.run(Judges.dsrdump, ["+Pl", "+Pt", path])
            #expect(dump.status == 0 && dump.complaints.isEmpty, "\(dump.complaints)")
        }
    }
}
