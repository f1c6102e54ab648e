import DICOMCore
import Decoding
import Foundation
import Imaging
import TestHarness
import Testing

@testable import DICOMWeb

/// A frame of a compressed image of several frames is served without the others (PS3.5 A.4).
@Suite(.timeLimit(.minutes(10)))
struct SingleFrameTests {
    private static let samples = "multipart/related; type=\"application/octet-stream\""
    private let uri = "/studies/2.25.3/series/2.25.2/instances/2.25.1"

    /// A listener with an image of two frames in JPEG-LS; the first frame is not a code stream.
    private func node() async throws -> RunningFront {
        let sample = try CodedSample("jpegls first of two with table")
        var bytes = [UInt8](try Data(contentsOf: sample.url))
        bytes.replaceSubrange(try #require(bytes.firstRange(of: [0xFF, 0xD8, 0xFF])), with: [0, 0, 0])
        var uids = DataSetWriter(.explicitLittleEndian)
        uids.append(.studyInstanceUID, .uniqueIdentifier, "2.25.3")
        uids.append(.seriesInstanceUID, .uniqueIdentifier, "2.25.2")
        // Before Samples per Pixel, the first element of the sample after its UIDs.
        let place = try #require(bytes.firstRange(of: [0x28, 0, 2, 0, 0x55, 0x53])).lowerBound
        bytes.insert(contentsOf: uids.bytes, at: place)
        let folder = FileManager.default.temporaryDirectory.path
        let node = try await RunningFront(
            decoding: ImageDecoders(
                DecoderSettings(), program: builtPrograms.appending(path: "thoraxd").path, folder: folder))
        let stored = try await node.store([bytes])
        try #require(stored.status == 200, "\(stored.text)")
        return node
    }

    @Test func `samples of a frame need only that frame to be decoded`() async throws {
        let node = try await node()
        let second = try await node.get("\(uri)/frames/2", accept: "application/octet-stream")
        #expect(second.status == 200 && second.headers["content-type"] == "application/octet-stream", "\(second.text)")
        #expect(second.headers["content-length"] == "\(second.body.count)" && second.body.count == 12 * 16 * 2)
        for frames in ["1", "1,2"] {
            let damaged = try await node.get("\(uri)/frames/\(frames)", accept: Self.samples)
            #expect(damaged.status == 500, "\(damaged.text)")
        }
        let stored = try await node.get("\(uri)/frames/1,2", accept: "\(Self.samples); transfer-syntax=*")
        #expect(stored.status == 200, "\(stored.text)")
    }

    @Test func `the picture of a frame needs only that frame to be decoded`() async throws {
        let node = try await node()
        let second = try await node.get("\(uri)/frames/2/rendered", accept: "image/png")
        #expect(try second.status == 200 && SampleFilms.picture(second.body).columns == 16, "\(second.text)")
        #expect(try await node.get("\(uri)/frames/1/rendered", accept: "image/png").status == 500)
        let both = try await node.get("\(uri)/frames/1,2/rendered")
        #expect(both.status == 200 && both.text.contains("/frames/2/rendered\r\n"))
        #expect(both.headers["warning"]?.contains("frames/1 cannot be rendered") == true, "\(both.headers)")
    }
}
