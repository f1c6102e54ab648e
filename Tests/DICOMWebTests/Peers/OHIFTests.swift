import DICOMCore
import DICOMTestPeer
import Foundation
import HTTPListening
import TestHarness
import Testing
import WebServing

@testable import DICOMWeb

/// OHIF in Chromium, installed by `make test-ohif`.
private enum Viewer {
    static let folder = packageRoot.appending(path: ".venv-ohif")

    static var isInstalled: Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "ready-1").path)
            && FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium")
    }
}

@Suite(
    .blocking, .enabled(if: Viewer.isInstalled, "needs OHIF and Chromium (make test-ohif)"), .timeLimit(.minutes(30)))
struct OHIFTests {
    @Test func `OHIF lists the studies, shows each as the reporter does, and uploads an object`() async throws {
        let port = try FreePort.find()
        // The viewer and the node are one origin for the browser, behind a proxy.
        var settings = WebSettings()
        settings.publicURL = "http://127.0.0.1:\(port)"
        let node = try await RunningFront(settings)
        let names = SampleFilms.names
        let stored = try await node.store(try names.dropLast().map(SampleFilms.bytes))
        try #require(stored.status == 200, "\(stored.text)")
        // What accompanies a draft, for viewers that show no Structured Report.
        let documents = try SampleDraft.files(
            [.basicTextSR, .encapsulatedPDF, .secondaryCapture], about: SampleFilms.path(names[0]))
        let draft = try await node.store(documents)
        try #require(draft.status == 200, "\(draft.text)")
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
}
