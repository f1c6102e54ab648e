import DICOMCore
import DICOMTestPeer
import Foundation
import Platform
import TestHarness
import Testing
import WebAccess
import WorkList
import WorkListDatabase

/// `thoraxctl` as an administrator runs it, on a work list whose daemon is down.
@Suite(.blocking) struct CommandTests {
    private let directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
    private let workList: WorkListStore

    init() throws {
        workList = try WorkListStore(stateDirectory: directory)
        let calling = try #require(AETitle("MODALITY1"))
        for study in 1...2 {
            var header = InstanceHeader(
                sopClassUID: "1.2.840.10008.5.1.4.1.1.1.1", sopInstanceUID: "1.\(study).1.1",
                studyInstanceUID: "1.\(study)", seriesInstanceUID: "1.\(study).1",
                transferSyntaxUID: "1.2.840.10008.1.2.1")
            header.patientName = "DOE^JANE"
            header.patientID = "SECRET7"
            header.modality = "DX"
            _ = try workList.admit(
                header, path: "instances/\(study).dcm",
                contents: .init(byteCount: 1, sha256: [UInt8](repeating: 0, count: 32)), callingAETitle: calling,
                settleAt: .now)
        }
        let settled = try #require(try workList.studiesToSettle().first)
        _ = try workList.settle(settled, as: .foundIneligible(reason: "body part HAND is not the chest"), eligible: [])
        try workList.record(Incident(source: "reporter", message: "signal 9", hint: "see the log"))
    }

    private func thoraxctl(_ arguments: [String]) throws -> (status: Int32, output: String) {
        try runThoraxctl(arguments)
    }

    @Test func `status says that the daemon is down, what waits and what went wrong`() throws {
        let (status, output) = try thoraxctl(["status", "--state-directory", directory])
        #expect(status == 0)
        #expect(output.contains("daemon    not running"))
        #expect(output.contains("reporter  not running"))
        #expect(output.contains("reporter: signal 9"))
        #expect(output.contains("hint: see the log"))
        #expect(output.firstMatch(of: /collecting +1\n/) != nil)
        #expect(output.firstMatch(of: /ineligible +1\n/) != nil)
        #expect(!output.contains("\u{1B}"), "a pipe gets plain text")
    }

    @Test func `status as JSON names every state`() throws {
        let output = try thoraxctl(["status", "--json", "--state-directory", directory]).output
        let json = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
        let studies = try #require(json["studies"] as? [String: Int])
        #expect(Set(studies.keys) == Set(WorkItemState.allCases.map(\.rawValue)))
        #expect(studies["ineligible"] == 1)
        #expect((json["daemon"] as? [String: Any])?["isRunning"] as? Bool == false)
    }

    @Test func `status knows a daemon that lives by its lock`() throws {
        let lock = try LockFile(at: WorkListStore.daemonLockPath(in: directory))
        defer { withExtendedLifetime(lock) {} }
        let output = try thoraxctl(["status", "--state-directory", directory]).output
        #expect(output.contains("daemon    running, pid \(getpid())"))
    }

    @Test func `worklist has one row per study with its reason, in text and in JSON`() throws {
        let (status, output) = try thoraxctl(["worklist", "--state-directory", directory])
        #expect(status == 0)
        #expect(output.contains("thoraxd is not running"))
        #expect(output.split(separator: "\n").count == 5)
        #expect(output.hasSuffix("\n\n2 studies: 1 collecting, 1 ineligible\n"), "\(output)")
        #expect(output.contains("body part HAND is not the chest"))
        let json = try thoraxctl(["worklist", "--json", "--state-directory", directory]).output
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
        #expect(Set(rows.compactMap { $0["studyInstanceUID"] as? String }) == ["1.1", "1.2"])
    }

    @Test func `quarantine lists what was kept apart, in text and in JSON`() throws {
        #expect(try thoraxctl(["quarantine", "--state-directory", directory]).output == "nothing is in quarantine\n")
        var header = InstanceHeader(
            sopClassUID: "1.2.840.10008.5.1.4.1.1.1.1", sopInstanceUID: "1.1.1.1", studyInstanceUID: "1.1",
            seriesInstanceUID: "1.1.1", transferSyntaxUID: "1.2.840.10008.1.2.1")
        header.patientName = "DOE^JANE"
        try workList.recordQuarantined(
            header, path: "quarantine/1.dcm", contents: .init(byteCount: 1, sha256: [UInt8](repeating: 7, count: 32)),
            callingAETitle: AETitle("MODALITY9"), reason: "other bytes are stored under this UID")
        let (status, output) = try thoraxctl(["quarantine", "--state-directory", directory])
        #expect(status == 0)
        for part in ["MODALITY9", "1.1.1.1", "other bytes are stored", "\(directory)/quarantine/1.dcm"] {
            #expect(output.contains(part), "\(output)")
        }
        let json = try thoraxctl(["quarantine", "--json", "--state-directory", directory]).output
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
        #expect(rows.count == 1 && rows[0]["studyInstanceUID"] as? String == "1.1")
        #expect((rows[0]["sha256"] as? String)?.hasPrefix("0707") == true && rows[0]["at"] is String)
        #expect(!output.contains("DOE") && !json.contains("DOE"))
    }

    @Test func `no command prints a patient name or id`() throws {
        for command in [["status"], ["worklist"], ["status", "--json"], ["worklist", "--json"]] {
            let output = try thoraxctl(command + ["--state-directory", directory]).output
            #expect(!output.contains("DOE") && !output.contains("SECRET7"))
        }
    }

    private func peers(
        _ arguments: [String], tls: String = "", configured: String = "", learning: Bool = false, exit: Int32 = 0
    )
        throws -> String
    {
        let path = directory + "/thoraxd.yaml"
        let yaml = "dicom: { \(tls) unknown_peers: \(learning ? "learn" : "refuse") }\npeers:\n\(configured)\n"
        try Data(yaml.utf8).write(to: URL(filePath: path))
        let (status, output) = try thoraxctl(
            ["peers", "--config", path, "--state-directory", directory] + arguments)
        #expect(status == exit, "\(output)")
        return output
    }

    private func call(_ title: String, from address: String, refusal: String? = nil) throws {
        var caller = Caller(callingAETitle: title, address: address, at: .now - 3.5 * 86_400)
        caller.implementation = "VENDOR_1"
        caller.accepted = refusal == nil ? 1 : 0
        caller.refused = refusal == nil ? 0 : 1
        caller.stored = refusal == nil ? 3 : 0
        caller.refusal = refusal
        caller.refusedAt = refusal.map { _ in .now }
        caller.asked = ["ComputedRadiographyImageStorage"]
        caller.needed = ["store"]
        try workList.add([caller])
    }

    @Test func `peers tells the known from the unknown, and the entry that makes one a peer`() throws {
        try call("CR 1", from: "10.1.2.3", refusal: "calling AE title not recognized: it is not in the list of peers")
        try call("PACS", from: "10.1.2.4")
        let configured = "  - { name: archive, ae_title: PACS, addresses: [10.1.2.4] }"
        let output = try peers([], configured: configured)
        #expect(
            output.firstMatch(of: /archive +PACS +10\.1\.2\.4 +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +1 +0 +3/) != nil,
            "\(output)")
        #expect(
            output.firstMatch(
                of: /CR 1 +10\.1\.2\.3 +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +0 +1 +0 +calling AE title not rec/) != nil)
        #expect(!output.contains("learn mode"))
        #expect(try peers([], learning: true).contains("learn mode"))

        let entry = output.split(separator: "and reload\n\n")[1]
        let pasted = try peers(["--json"], configured: configured + "\n" + entry)
        let json = try #require(try JSONSerialization.jsonObject(with: Data(pasted.utf8)) as? [String: Any])
        #expect((json["unknownCallers"] as? [Any])?.isEmpty == true)
        let rows = try #require(json["peers"] as? [[String: Any]])
        #expect(rows.map { $0["name"] as? String } == ["archive", "cr-1"])
        #expect(rows[1]["permissions"] as? [String] == ["store"])
        #expect(rows[1]["refused"] as? Int == 1)
    }

    @Test func `peers calls each peer that has a host and says what came of it`() throws {
        let storage = try TemporaryDirectory()
        let archive = try RunningTool.storescp(keeping: storage.url)
        let hostile = try RunningTool.storescp(["--refuse"], keeping: storage.url)
        let certificates = try Certificates(in: storage.url)
        for name in ["node", "archive"] { try certificates.issue(name) }
        let secure = try RunningTool.storescp(
            [
                "+tls", certificates.path("archive.key"), certificates.path("archive.pem"), "+cf",
                certificates.path("authority.pem"),
            ], keeping: storage.url)
        let output = try peers(
            ["--echo"],
            tls: """
                tls: { certificate: \(certificates.path("node.pem")), key: \(certificates.path("node.key")), \
                authorities: \(certificates.path("authority.pem")) },
                """,
            configured: """
                  - { name: secure, ae_title: E, host: 127.0.0.1, port: \(secure.port), tls: true }
                  - { name: misfit, ae_title: F, host: 127.0.0.1, port: \(archive.port), tls: true }
                  - { name: archive, ae_title: A, host: 127.0.0.1, port: \(archive.port) }
                  - { name: hostile, ae_title: B, host: 127.0.0.1, port: \(hostile.port) }
                  - { name: nobody, ae_title: C, host: 127.0.0.1, port: \(try FreePort.find()) }
                  - { name: caller, ae_title: D }
                """, exit: 2)
        func line(_ name: String) -> Substring { output.split(separator: "\n").first { $0.hasPrefix(name) } ?? "" }
        #expect(line("archive").contains("answers in"), "\(output)")
        #expect(line("hostile").contains("rejected the association"), "\(output)")
        #expect(line("nobody").contains("cannot be reached"), "\(output)")
        #expect(line("secure").contains("answers in"), "\(output)")
        #expect(!line("misfit").contains("answers in"), "\(output)")
        #expect(line("caller").contains("not called"), "\(output)")
    }

    @Test func `peers add makes a caller a peer, keeps comments, and changes nothing where it cannot`() throws {
        try call("CR 1", from: "10.1.2.3", refusal: "calling AE title not recognized")
        try call("CR 1", from: "10.1.2.4", refusal: "calling AE title not recognized")
        let path = directory + "/thoraxd.yaml"
        try Data("# ours\ndicom: { unknown_peers: refuse }\npeers: []\n".utf8).write(to: URL(filePath: path))
        chmod(path, 0o640)
        func add(_ arguments: [String]) throws -> (status: Int32, output: String) {
            try thoraxctl(["peers", "add"] + arguments + ["--config", path, "--state-directory", directory])
        }
        let nobody = try add(["room1", "--from-caller", "CR 2"])
        #expect(nobody.status != 0 && nobody.output.contains("no unknown caller has the AE title CR 2"))
        let wrong = try add(["a b", "--from-caller", "CR 1", "--address", "10.1.2.3"])
        #expect(wrong.status == 78 && wrong.output.contains("peers.name is a b, but must be"), "\(wrong)")
        #expect(try String(contentsOfFile: path, encoding: .utf8).hasSuffix("peers: []\n"))

        // Anybody can call with the title of a modality.
        let several = try add(["room1", "--from-caller", "CR 1"])
        #expect(several.status != 0 && several.output.contains("CR 1 was called from 10.1.2.3, 10.1.2.4"), "\(several)")
        let added = try add(["room1", "--from-caller", "CR 1", "--address", "10.1.2.3"])
        #expect(added.status == 0, "\(added)")
        #expect(added.output.contains("added room1 at \(path) line 4") && added.output.contains("is not running"))
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.hasPrefix("# ours\ndicom: { unknown_peers: refuse }\npeers:\n"))
        #expect(text.contains("  - name: room1\n    ae_title: 'CR 1'\n    addresses: [\"10.1.2.3\"]"))
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o640)
        #expect(
            try add(["room2", "--from-caller", "CR 1", "--address", "10.1.2.3"]).output.contains("no unknown caller"))
    }

    @Test func `a peer with the name of a token is warned about when it is added and by check`() throws {
        _ = try workList.addAccessToken("cr1", [.store], expiresAt: nil, by: "admin")
        try call("CR1", from: "10.1.2.3", refusal: "calling AE title not recognized")
        let path = directory + "/thoraxd.yaml"
        try Data("peers: []\n".utf8).write(to: URL(filePath: path))
        let places = ["--config", path, "--state-directory", directory]
        let warning = "the token cr1 has the AE title of a peer"
        #expect(try !thoraxctl(["check"] + places).output.contains(warning))
        let added = try thoraxctl(["peers", "add", "cr1"] + places)
        #expect(added.status == 0 && added.output.contains(warning), "\(added)")
        let check = try thoraxctl(["check"] + places).output
        #expect(check.contains(warning) && check.contains("thoraxctl tokens revoke cr1"), "\(check)")
    }

    @Test func `status says that the daemon learns`() throws {
        let path = directory + "/thoraxd.yaml"
        try Data("dicom: { unknown_peers: learn }\n".utf8).write(to: URL(filePath: path))
        let arguments = ["status", "--config", path, "--state-directory", directory]
        #expect(try thoraxctl(arguments).output.contains("learn mode"))
    }

    @Test func `a directory without a work list is an error and stays as it was`() throws {
        let empty = directory + "/nothing-here"
        let (status, output) = try thoraxctl(["status", "--state-directory", empty])
        #expect(status != 0)
        #expect(output.contains("there is no work list at"))
        #expect(!FileManager.default.fileExists(atPath: empty))
    }
}
