import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Foundation
import TestHarness
import Testing

/// pynetdicom as modality and workstation; what it expects stands in the scripts of `Tests/Peers`.
@Suite(
    .blocking, .timeLimit(.minutes(10)),
    .enabled(if: PythonPeer.isInstalled, "needs .venv-peers (scripts/python-peers.sh)"))
struct PythonPeerTests {
    @Test(
        .enabled(if: SharedData.isPresent, "needs ../shared/data"),
        arguments: [
            "chrArab", "chrFren", "chrFrenMulti", "chrGerm", "chrGreek", "chrH31", "chrH32", "chrHbrw", "chrI2",
            "chrJapMulti", "chrJapMultiExplicitIR6", "chrKoreanMulti", "chrRuss", "chrX1", "chrX2",
        ])
    func `a patient is found by name in every character set, and the answer reads as the object does`(
        file: String
    ) throws {
        let running = try RunningNode()
        let folder = try TemporaryDirectory()
        let peer = try PythonPeer.run(
            "charsets.py", ["\(running.port)", SharedData.file("charsets/\(file).dcm").path, folder.url.path])
        #expect(peer.status == 0, "\(peer.output)")
    }

    @Test func `a workstation finds, gets and moves down the levels`() throws {
        let own = try FreePort.find()
        let running = try RunningNode(peers: [.destination("PYNETDICOM", port: own)])
        try running.fill(images: 5)
        let peer = try PythonPeer.run("retrieve.py", ["\(running.port)", "\(own)", "1.2.3", "5"])
        #expect(peer.status == 0, "\(peer.output)")
    }
}
