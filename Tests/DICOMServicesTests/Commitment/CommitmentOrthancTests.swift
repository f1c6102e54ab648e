import Commitment
import DICOMCore
import DICOMNetwork
import DICOMServices
import DICOMTestPeer
import Delivery
import Foundation
import TestHarness
import Testing

@testable import WorkList

/// Debian's Orthanc in both roles of storage commitment.
@Suite(
    .blocking, .timeLimit(.minutes(10)), .serialized,
    .enabled(if: RunningOrthanc.isInstalled, "needs /usr/sbin/Orthanc (apt-get install orthanc)"))
struct CommitmentOrthancTests {
    @Test func `Orthanc asks, and is told what is here and what is not`() async throws {
        let orthanc = try RunningOrthanc()
        var peer = Peer.destination(RunningOrthanc.aeTitle, port: orthanc.port)
        peer.permissions.insert(.commit)
        let running = try RunningNode(peers: [peer])
        try running.fill(images: 2)
        let commitment = try RunningCommitment(running, with: [peer])
        try orthanc.introduce("thoraxd", aeTitle: "THORAXD", port: running.port)
        let image = SOPClass.computedRadiographyImage
        let request = """
            {"DicomInstances": [["\(image)", "1.2.3.1"], ["\(image)", "1.2.3.2"], ["\(image)", "1.2.3.9"]]}
            """
        let answer = try orthanc.post("/modalities/thoraxd/storage-commitment", request) as? [String: Any]
        let path = try #require(answer?["Path"] as? String)
        func report() throws -> [String: Any]? { try orthanc.get(path) as? [String: Any] }
        try await waitUntil { try report()?["Status"] as? String != "Pending" }
        withExtendedLifetime(commitment) {}
        let told = try #require(try report())
        #expect(told["Status"] as? String == "Failure")
        func instances(_ key: String) -> [String] {
            (told[key] as? [[String: Any]] ?? []).compactMap { $0["SOPInstanceUID"] as? String }
        }
        #expect(Set(instances("Success")) == ["1.2.3.1", "1.2.3.2"])
        #expect(instances("Failures") == ["1.2.3.9"])
    }

    @Test func `Orthanc commits to a report that was delivered to it`() async throws {
        let orthanc = try RunningOrthanc()
        let port = orthanc.port
        let peers = [Peer.archive(RunningOrthanc.aeTitle, port: port)]
        let running = try RunningNode(peers: peers)
        try orthanc.introduce("thoraxd", aeTitle: "THORAXD", port: running.port)
        let paths = try running.produce(1, for: "orthanc")
        let sent = try Tool.run(
            "storescu", ["-aet", "THORAXD", "-aec", RunningOrthanc.aeTitle, "127.0.0.1", "\(port)"] + paths)
        #expect(sent.status == 0, "\(sent.output)")
        try running.deliver(to: "orthanc")
        let commitment = try RunningCommitment(running, with: peers)
        try await waitUntil { try running.deliveries("orthanc").first?.commitment == .committed }
        withExtendedLifetime(commitment) {}
        #expect(try running.transaction()?.state == .committed)
    }
}
