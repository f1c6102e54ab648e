import DICOMCore
import Foundation
import Platform
import Testing
import WorkListDatabase

@testable import Intake

/// Says what it is told of the samples of two images, as a decoder does.
private struct StandIn: ImageDecoding {
    let isSame: Result<Bool, ImageDecodingError>

    func uncompressed(_ path: String, frames: [Int]?) throws(ImageDecodingError) -> UncompressedObject {
        throw .busy(limit: 0)
    }

    func haveSameSamples(_ path: String, _ other: String) throws(ImageDecodingError) -> Bool {
        for path in [path, other] where !FileManager.default.fileExists(atPath: path) {
            throw .failed(reason: "there is no \(path)")
        }
        return try isSame.get()
    }
}

/// What arrives under the UID of a stored image in another compression.
struct DecodedComparisonTests {
    private let directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
    private static let first = SentObject(syntax: .jpegLSLossless, fragments: [[], [1, 2, 3, 4]])
    private static let again = SentObject(syntax: .jpeg2000Lossless, fragments: [[], [5, 6, 7, 8]])

    /// Stores the first image, sends it another and says what is in quarantine afterwards.
    private func send(
        _ object: SentObject, after first: SentObject = first, _ isSame: Result<Bool, ImageDecodingError>
    ) throws -> (admission: InstanceIntake.Admission, quarantined: Int) {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let workList = try WorkListStore(stateDirectory: directory)
        let intake = InstanceIntake(workList: workList, quietPeriod: .zero, decoding: StandIn(isSame: isSame))
        #expect(try intake.admit(first) == .stored)
        let admission = try intake.admit(object)
        let stored = try #require(try workList.storedInstance("1.2.3.1"))
        #expect(try [UInt8](Data(contentsOf: URL(filePath: stored.path))) == first.received().file)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(directory)/incoming").isEmpty)
        return (admission, try FileManager.default.contentsOfDirectory(atPath: "\(directory)/quarantine").count)
    }

    @Test(arguments: [
        SentObject(syntax: .jpeg2000Lossless, fragments: [[], [5, 6, 7, 8]]),
        SentObject(syntax: .jpegLSLossless, fragments: [[], [5, 6, 7, 8]]),
        SentObject(syntax: .rleLossless, fragments: [[], [1, 2, 3, 4]]), SentObject(),
        SentObject(syntax: .implicitVRLittleEndian),
    ])
    func `the same samples in another compression or in none are the same image`(object: SentObject) throws {
        let (admission, quarantined) = try send(object, .success(true))
        #expect(admission == .sameImage(differing: []) && quarantined == 0)
    }

    @Test func `other samples are another image`() throws {
        let (admission, quarantined) = try send(Self.again, .success(false))
        let reason =
            "its pixels differ: it is in \(TransferSyntax.jpeg2000Lossless.name) and the first in JPEG-LS Lossless"
        #expect(admission == .quarantined(reason: reason) && quarantined == 1)
    }

    @Test(
        arguments: [
            .busy(limit: 1), .failed(reason: "the decoder ended"), .undecodable(reason: "damaged"),
        ] as [ImageDecodingError])
    func `an image whose samples cannot be compared is kept apart, and the reason says so`(
        error: ImageDecodingError
    ) throws {
        let (admission, quarantined) = try send(Self.again, .failure(error))
        guard case .quarantined(let reason) = admission else {
            Issue.record("\(admission)")
            return
        }
        #expect(reason.hasSuffix("and their samples were not compared: \(error)") && quarantined == 1)
    }

    @Test func `the same samples of another patient, or shown in another way, are another image`() throws {
        var other = Self.again
        other.patientID = "P2"
        #expect(try send(other, .success(true)).quarantined == 1)
        other = Self.again
        other.window = "100"
        #expect(try send(other, .success(true)).quarantined == 1)
        other = Self.again
        other.bitsStored = 10
        #expect(try send(other, .success(true)).quarantined == 1)
    }

    @Test func `colours that a compression names in another way are decoded to compare them`() throws {
        let colours = SentObject(colours: ("RGB", 1))
        let compressed = SentObject(syntax: .jpeg2000Lossless, colours: ("YBR_RCT", 0), fragments: [[], [1, 2]])
        #expect(try send(compressed, after: colours, .success(true)).admission == .sameImage(differing: []))
        #expect(try send(compressed, after: colours, .success(false)).quarantined == 1)
        // The same code stream under another name is decoded too.
        let renamed = SentObject(syntax: .jpeg2000Lossless, colours: ("RGB", 0), fragments: [[], [1, 2]])
        #expect(try send(renamed, after: compressed, .success(false)).quarantined == 1)
        // Uncompressed, the name is all that says what the numbers mean.
        #expect(try send(SentObject(colours: ("YBR_FULL", 1)), after: colours, .success(true)).quarantined == 1)
        var other = compressed
        other.window = "100"
        #expect(try send(other, after: colours, .success(true)).quarantined == 1)
    }

    @Test func `what nothing here decodes is not compared`() throws {
        let (admission, quarantined) = try send(
            SentObject(syntax: .jpegXLLossless, fragments: [[], [5, 6, 7, 8]]), .success(true))
        #expect(quarantined == 1)
        guard case .quarantined(let reason) = admission else {
            Issue.record("\(admission)")
            return
        }
        #expect(reason.hasSuffix("compressed pixels are not decoded to compare them"))
    }
}
