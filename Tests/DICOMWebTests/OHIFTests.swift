import DICOMTestPeer
import Foundation
import HTTPListening
import TestHarness
import Testing

@testable import DICOMWeb

/// OHIF in Chromium, installed by `make test-ohif`.
private enum Viewer {
    static let folder = packageRoot.appending(path: ".venv-ohif")

    static var isInstalled: Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "ready-1").path)
            && FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium")
    }
}

@Suite(.enabled(if: Viewer.isInstalled, "needs OHIF and Chromium (make test-ohif)"), .timeLimit(.minutes(30)))
struct OHIFTests {
    @Test func `OHIF lists the studies, shows each as the reporter does, and uploads an object`() async throws {
        let port = try Self.freePort()
        // The viewer and the node are one origin for the browser, behind a proxy.
        var settings = WebSettings()
        settings.publicURL = "http://127.0.0.1:\(port)"
        let node = try await RunningFront(settings)
        let names = SampleFilms.names
        let stored = try await node.store(try names.dropLast().map(SampleFilms.bytes))
        try #require(stored.status == 200, "\(stored.text)")
        let arguments = [
            packageRoot.appending(path: "Tests/Peers/ohif.py").path, node.base, node.token, "\(port)",
            Viewer.folder.appending(path: "ohif").path, SampleFilms.path(try #require(names.last)),
            packageRoot.appending(path: ".build/ohif").path,
        ]
        let tool = try await onOwnThread {
            try run(Viewer.folder.appending(path: "bin/python").path, arguments, in: packageRoot)
        }
        print(tool.output)
        #expect(tool.status == 0, "\(tool.output)")
    }

    /// A port that nothing listens on.
    private static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
            }
        }
        try #require(status == 0)
        return UInt16(bigEndian: address.sin_port)
    }
}
