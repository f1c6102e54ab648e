import DICOMTestPeer
import Foundation
import Platform
import Review
import TestHarness
import Testing
import WorkList
import WorkListDatabase

/// Changes by accounts of this machine: a real daemon, and `thoraxctl` run by other accounts than the daemon's.
@Suite(.blocking, .serialized, .timeLimit(.minutes(10)))
struct ControlPathTests {
    private static let setpriv = "/usr/bin/setpriv"
    private static let thoraxctl = builtPrograms.appending(path: "thoraxctl").path

    /// Only root becomes another account, which must be able to run what was built.
    private static let canBecomeOthers =
        geteuid() == 0
        && (try? run(setpriv, ["--reuid=daemon", "--regid=0", "--clear-groups", thoraxctl, "--version"]))?.status == 0

    private let daemon: TestDaemon
    private let workList: WorkListStore
    private let item: Int64

    init() throws {
        daemon = try TestDaemon()
        let image = packageRoot.appending(path: "samples/xrays/thoraxd-0001-1.dcm").path
        #expect(try daemon.dcmtk("storescu", ["-aet", "MODALITY1"], [image]).status == 0)
        #expect(try daemon.waitFor([.drafted: 1]))
        workList = try daemon.workList()
        item = 1
        for (login, name) in [("mary", "Doe^Mary"), ("daemon", "Roe^Paul")] {
            let added = try ctl("users", "add", login, "--name", name, "--organization", "Hospital")
            #expect(added.status == 0, "\(added.output)")
        }
    }

    /// Runs `thoraxctl` with the rights of the tests, or of another account in the group of the daemon, which claims to be
    /// mary in all variables that say who somebody is.
    private func ctl(_ arguments: String..., by account: String? = nil, group: String = "0") throws
        -> (status: Int32, output: String)
    {
        let words = arguments + ["--state-directory", daemon.stateDirectory]
        guard let account else { return try run(Self.thoraxctl, words) }
        let lies = ["USER", "LOGNAME", "SUDO_USER"].map { "\($0)=mary" } + ["SUDO_UID=0"]
        return try run(
            Self.setpriv,
            ["--reuid=\(account)", "--regid=\(group)", "--clear-groups", "/usr/bin/env"] + lies + [Self.thoraxctl]
                + words)
    }

    @Test func `an administrator signs as a reviewer, and act and audit message name both`() async throws {
        let signed = try ctl("review", "accept", "1", "--revision", "1", "--as", "mary", "--yes")
        #expect(signed.status == 0 && signed.output.contains("accepted by Doe^Mary"), "\(signed.output)")
        let account = try #require(Account.current.login)
        let act = try #require(try workList.acts().last { $0.kind == .accepted })
        #expect(act.actor == "mary" && act.detail["account"] == account)
        try await waitUntil {
            let lines = try ctl("audit", "export", "--show-patient").output.split(separator: "\n")
            return lines.contains { line in
                ["ACCEPTED", #"UserID=\"mary\""#, #"UserID=\"\#(account)\""#].allSatisfy(line.contains)
            }
        }
        #expect(daemon.kill(SIGTERM) == 0)
    }

    @Test(.enabled(if: canBecomeOthers, "only root runs thoraxctl as another account"))
    func `the kernel says who signs: not the environment, not an option`() throws {
        for refused in [
            try ctl("review", "open", "1", "--as", "mary", by: "daemon"),
            try ctl("review", "accept", "1", "--revision", "1", "--yes", "--as", "mary", by: "daemon"),
            try ctl("review", "release", "1", "--as", "mary", by: "daemon"),
        ] {
            #expect(refused.status == 1, "\(refused.output)")
            #expect(refused.output.contains("the account daemon may not act as mary"), "\(refused.output)")
        }
        let stranger = try ctl("review", "accept", "1", "--revision", "1", "--yes", by: "bin")
        #expect(stranger.status == 1 && stranger.output.contains("the account bin is not a user"), "\(stranger.output)")
        #expect(stranger.output.contains("hint: an administrator maps it to a user: thoraxctl users add bin "))
        let noAdministrator = try ctl("hold", "1", "--reason", "test", by: "daemon")
        #expect(noAdministrator.status == 1 && noAdministrator.output.contains("hold is for administrators"))
        #expect(try workList.reviews(of: item).isEmpty)

        let signed = try ctl("review", "accept", "1", "--revision", "1", "--yes", by: "daemon")
        #expect(signed.status == 0 && signed.output.contains("accepted by Roe^Paul"), "\(signed.output)")
        let act = try #require(try workList.acts().last { $0.kind == .accepted })
        #expect(act.actor == "daemon" && act.detail["account"] == nil)
        let incidents = try workList.incidents(limit: 99).map(\.message)
        #expect(incidents.contains("refused: the account daemon may not act as mary"), "\(incidents)")
    }

    @Test(.enabled(if: canBecomeOthers, "only root runs thoraxctl as another account"))
    func `a reviewer reads the work list without the right to write it, and others do not reach the daemon`() throws {
        let listed = try ctl("review", "list", by: "daemon")
        #expect(listed.status == 0 && listed.output.contains("drafted"), "\(listed.output)")
        let asDaemon = ["--reuid=daemon", "--regid=0", "--clear-groups", "/usr/bin/test", "-w"]
        for path in [WorkListStore.path(in: daemon.stateDirectory), daemon.stateDirectory] {
            #expect(try run(Self.setpriv, asDaemon + [path]).status == 1, "\(path)")
        }
        // An account outside the group of the state directory.
        let outside = try ctl("hold", "1", "--reason", "test", by: "bin", group: "bin")
        #expect(outside.status == 1 && outside.output.contains("bin may not call thoraxd at "), "\(outside.output)")
        #expect(outside.output.contains("hint: an administrator adds the account to the group: adduser bin "))

        #expect(daemon.kill(SIGTERM) == 0)
        let down = try ctl("review", "accept", "1", "--revision", "1", "--yes", by: "daemon")
        #expect(down.status == 1, "\(down.output)")
        let hold = try ctl("hold", "1", "--reason", "test", by: "daemon")
        #expect(hold.status == 1 && hold.output.contains("thoraxd is not running, so nothing can be changed"))
        #expect(hold.output.contains("hint: start it with systemctl start thoraxd"), "\(hold.output)")
    }

    @Test func `a reload and a stop do not wait for an open client, and the account of the daemon works without it`()
        throws
    {
        let path = daemon.stateDirectory + "/control.sock"
        let client = try LocalConnection(to: path)
        try daemon.reload("review: { claim_minutes: 7 }")
        #expect(eventually { daemon.log.contains("configuration read again") })
        #expect(try ctl("hold", "1", "--reason", "test").status == 0)
        let late = try LocalConnection(to: path)
        #expect(daemon.kill(SIGTERM) == 0)
        withExtendedLifetime((client, late)) {}
        #expect(!FileManager.default.fileExists(atPath: path))
        let unheld = try ctl("unhold", "1")
        #expect(unheld.status == 0 && !unheld.output.contains("held"), "\(unheld.output)")
        #expect(try workList.acts().suffix(2).map(\.kind) == [.held, .unheld])
    }
}
