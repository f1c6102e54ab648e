import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Foundation
import TestHarness
import Testing
import WorkList

@testable import Delivery

/// DCMTK's storage node as archive, good and hostile.
@Suite(.blocking, .timeLimit(.minutes(10)))
struct StorescpTests {
    private let fixture: DeliveryFixture
    private let kept: TemporaryDirectory

    init() throws {
        fixture = try DeliveryFixture()
        kept = try TemporaryDirectory()
    }

    private var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: kept.url.path).sorted() }
    }

    @Test func `storescp keeps what was written, byte for byte`() async throws {
        let archive = try RunningTool.storescp(["--bit-preserving"], keeping: kept.url)
        try fixture.produce(1...3)
        try await fixture.deliver(to: [DeliveryFixture.peer(on: archive.port)]) { try fixture.isSettled() }
        #expect(try fixture.states() == [.delivered, .delivered, .delivered])
        #expect(try files.count == 3)
        for (name, number) in zip(try files, 1...) {
            let bytes = try Data(contentsOf: kept.url.appending(path: name))
            #expect(
                bytes.suffix(DeliveryFixture.dataSet("1.2.9.\(number)").count)
                    == Data(DeliveryFixture.dataSet("1.2.9.\(number)")))
        }
    }

    @Test func `storescp that takes Implicit VR only gets a document in Explicit VR rewritten, value for value`()
        async throws
    {
        let archive = try RunningTool.storescp(["--bit-preserving", "+xi"], keeping: kept.url)
        try fixture.produce(1...2, in: .explicitVRLittleEndian)
        // A VR that no standard knows: what follows it is not certain.
        let strange: [UInt8] = [0xE1, 0x7F, 0x01, 0x10] + Array("ZZ".utf8) + [0, 0, 2, 0, 0, 0, 1, 2]
        try fixture.produce(3...3, in: .explicitVRLittleEndian, endingWith: strange)
        try await fixture.deliver(to: [DeliveryFixture.peer(on: archive.port)]) { try fixture.isSettled() }
        #expect(try fixture.states() == [.delivered, .delivered, .failed])
        let reason = try #require(try fixture.rows()[2].reason)
        let cause =
            "the receiver takes it only in Implicit VR Little Endian, in which it cannot be rewritten: (7FE1,1001)"
        #expect(reason.hasPrefix(cause) && reason.hasSuffix("has the unknown VR ZZ"), "\(reason)")
        #expect(try files.count == 2)
        for (name, number) in zip(try files, 1...) {
            let bytes = try Data(contentsOf: kept.url.appending(path: name))
            let expected = Data(DeliveryFixture.dataSet("1.2.9.\(number)"))
            #expect(bytes.suffix(expected.count) == expected)
        }
    }

    @Test func `storescp that refuses gets nothing and is asked again slowly`() async throws {
        let archive = try RunningTool.storescp(["--refuse"], keeping: kept.url)
        try fixture.produce(1...2)
        try await fixture.deliver(to: [DeliveryFixture.peer(on: archive.port)]) { try fixture.isSettled() }
        #expect(try fixture.states() == [.deferred, .deferred])
        #expect(try fixture.rows().allSatisfy { $0.notBefore.timeIntervalSince($0.changedAt) > 1799 })
    }

    @Test(arguments: ["--abort-after", "--abort-during"])
    func `storescp that aborts is no delivery`(option: String) async throws {
        let archive = try RunningTool.storescp([option], keeping: kept.url)
        try fixture.produce(1...2)
        try await fixture.deliver(to: [DeliveryFixture.peer(on: archive.port)]) { try fixture.isSettled() }
        #expect(try fixture.states() == [.deferred, .deferred])
        #expect(try fixture.rows().allSatisfy { $0.status == nil && $0.reason != nil })
    }

    @Test(arguments: ["--sleep-after", "--sleep-during"])
    func `storescp that is slow is waited for`(option: String) async throws {
        let archive = try RunningTool.storescp([option, "1"], keeping: kept.url)
        try fixture.produce(1...2)
        try await fixture.deliver(to: [DeliveryFixture.peer(on: archive.port)]) { try fixture.isSettled() }
        #expect(try fixture.states() == [.delivered, .delivered])
    }

    @Test func `storescp that takes no report in its syntax fails it for good`() async throws {
        // Its profile accepts nothing but the SOP class of another kind of document.
        let profile = kept.url.appending(path: "profile.cfg")
        let text = """
            [[TransferSyntaxes]]
            [Implicit]
            TransferSyntax1 = LittleEndianImplicit
            [[PresentationContexts]]
            [Other]
            PresentationContext1 = EnhancedSRStorage\\Implicit
            [[Profiles]]
            [Other]
            PresentationContexts = Other
            """
        try Data(text.utf8).write(to: profile)
        let archive = try RunningTool.storescp(["-xf", profile.path, "Other"], keeping: kept.url)
        try fixture.produce(1...1)
        try fixture.produce(2...2, of: SOPClass.enhancedSR)
        try await fixture.deliver(to: [DeliveryFixture.peer(on: archive.port)]) { try fixture.isSettled() }
        #expect(try fixture.states() == [.failed, .delivered])
    }
}
