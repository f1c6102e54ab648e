import DICOMTestPeer
import Foundation
import Platform
import TestHarness
import Testing
import WorkList

/// Chromium of Debian, and playwright to drive it.
private enum Browser {
    static var isInstalled: Bool {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium")
            && FileManager.default.fileExists(atPath: packageRoot.appending(path: ".venv-peers/bin/playwright").path)
    }
}

/// The review page as users have it: a real daemon with drafts of the sample model, and Chromium.
@Suite(
    .blocking, .enabled(if: Browser.isInstalled, "needs Chromium and .venv-peers (scripts/python-peers.sh)"),
    .timeLimit(.minutes(30)))
struct PagePathTests {
    private static let samples = ["0001-1", "0004-1", "0005-1", "0008-1", "0008-2", "0009-1", "0013-1"]
    private static let password = "forty-two radiographs"

    private let daemon: TestDaemon

    /// The port is chosen here, so that it stays the same when the daemon starts again.
    init() throws {
        daemon = try TestDaemon("web: { port: \(try FreePort.find()) }")
    }

    /// Adds a user who can sign in.
    private func add(_ login: String, _ name: String, _ role: String, to daemon: TestDaemon? = nil) throws {
        let daemon = daemon ?? self.daemon
        let added = try run(
            builtPrograms.appending(path: "thoraxctl").path,
            [
                "users", "add", login, "--name", name, "--organization", "Hospital", "--role", role, "--password",
                "--state-directory", daemon.stateDirectory,
            ], input: Self.password + "\n")
        try #require(added.status == 0, "\(added.output)")
    }

    /// Runs scenarios of `Tests/Peers/page.py`; all without any.
    private func browse(_ scenarios: [String] = [], at daemon: TestDaemon? = nil) async throws {
        let daemon = daemon ?? self.daemon
        let port = try #require(daemon.log.firstMatch(of: /port=(\d+)[^\n]* DICOMweb/)?.1)
        let users = """
            {"reviewer": ["schmidt", "\(Self.password)"], "reviewer name": "Schmidt, Eva",
             "second": ["abe", "\(Self.password)"], "second name": "Abe, Kenji", "viewer": ["vera", "\(Self.password)"],
             "administrator": ["ada", "\(Self.password)"],
             "node": {"pid": \(daemon.processID), "state": "\(daemon.stateDirectory)", "command":
                 ["\(builtPrograms.appending(path: "thoraxd").path)", "serve", "--config", "\(daemon.directory)/thoraxd.yaml"]}}
            """
        let pictures = packageRoot.appending(path: ".build/page").path
        let arguments = ["http://127.0.0.1:\(port)", users, pictures] + scenarios
        // Minutes: other tests need the threads of the cooperative pool.
        let tool = try await OwnedThread.run(name: "browser") { try PythonPeer.run("page.py", arguments) }
        print(tool.output)
        #expect(tool.status == 0, "\(tool.output)")
    }

    @Test func `the page's modules pass their own tests, and an administrator manages users`() async throws {
        try add("schmidt", "Schmidt^Eva", "reviewer")
        try add("ada", "Admin^Ada", "administrator")
        try await browse(["unit tests", "wrong password", "administration"])
    }

    @Test func `reviewers read, correct and sign drafts with the keyboard, and axe finds nothing on any screen`()
        async throws
    {
        for (login, name) in [("schmidt", "Schmidt^Eva"), ("abe", "Abe^Kenji")] { try add(login, name, "reviewer") }
        try add("vera", "View^Vera", "viewer")
        try add("ada", "Admin^Ada", "administrator")
        let files = Self.samples.map { packageRoot.appending(path: "samples/xrays/thoraxd-\($0).dcm").path }
        let sent = try daemon.dcmtk("dcmsend", ["-aet", "MODALITY1", "-dn"], files)
        try #require(sent.status == 0, "\(sent.output)")
        try #require(try daemon.waitFor([.drafted: 6]))
        try await browse()
    }

    @Test func `a draft that is withheld is shown after the first impression`() async throws {
        let daemon = try TestDaemon(
            """
            web: { port: 0 }
            review: { blind_percent: 100 }
            """)
        try add("schmidt", "Schmidt^Eva", "reviewer", to: daemon)
        try add("vera", "View^Vera", "viewer", to: daemon)
        let files = Self.samples.prefix(2).map { packageRoot.appending(path: "samples/xrays/thoraxd-\($0).dcm").path }
        let sent = try daemon.dcmtk("dcmsend", ["-aet", "MODALITY1", "-dn"], files)
        try #require(sent.status == 0, "\(sent.output)")
        try #require(try daemon.waitFor([.drafted: 2]))
        try await browse(["first impression"], at: daemon)
    }
}
