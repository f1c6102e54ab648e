import DICOMCore
import DICOMTestPeer
import Foundation
import TestHarness
import Testing

/// DCMTK's dcmconv as judge: its Implicit VR with undefined lengths and without group lengths is ours, byte for byte.
@Suite(.blocking, .timeLimit(.minutes(10)))
struct DcmconvTests {
    private static let samples: [URL] = {
        let samples = URL(filePath: #filePath).appending(path: "../../../../samples/xrays").standardized
        var files = [samples.appending(path: "thoraxd-0001-1.dcm")]
        if SharedData.isPresent { files += SharedData.files(in: "charsets") + SharedData.files(in: "chest_dicom") }
        return files
    }()

    private func file(_ url: URL) throws -> (bytes: [UInt8], location: FileMetaInformation.Location) {
        let bytes = [UInt8](try Data(contentsOf: url))
        var source = ScanSource(bytes)
        return (bytes, try FileMetaInformation.Location(in: &source))
    }

    @Test func `explicit and deflated objects become what dcmconv makes of them`() throws {
        let folder = try TemporaryDirectory()
        var compared = 0
        for sample in Self.samples {
            let explicit = folder.url.appending(path: "explicit.dcm")
            guard try Tool.run("dcmconv", ["+te", "+e", sample.path, explicit.path]).status == 0 else { continue }
            let judged = folder.url.appending(path: "judged.dcm")
            guard try Tool.run("dcmconv", ["+ti", "-e", "-g", explicit.path, judged.path]).status == 0 else { continue }
            let expected = try file(judged)
            let deflated = folder.url.appending(path: "deflated.dcm")
            #expect(try Tool.run("dcmconv", ["+td", explicit.path, deflated.path]).status == 0)
            for source in [explicit, deflated] {
                let (bytes, location) = try file(source)
                var conversion = try DataSetConversion(
                    of: ScanSource(bytes), from: location.dataSetOffset, in: location.transferSyntax,
                    as: .implicitVRLittleEndian)
                var converted: [UInt8] = []
                while let piece = try conversion.next() { converted += piece }
                #expect(converted == Array(expected.bytes[expected.location.dataSetOffset...]), "\(sample.path)")
                compared += 1
            }
        }
        print("compared with dcmconv: \(compared) data sets")
        #expect(compared >= 2)
    }
}
