import DICOMTestPeer
import Foundation
import GRDB
import Platform
import TestHarness
import Testing
import WorkList
import WorkListDatabase

/// `check` and `support-bundle`.
@Suite(.blocking) struct CheckCommandTests {
    private let place: Administered

    init() throws {
        place = try Administered()
        try place.store()
        try place.workList.record(
            Incident(
                source: "reporter", message: "study \(Administered.study) of \(Administered.patientID) was refused",
                hint: "see \(Administered.accession)"))
    }

    private func configure(_ yaml: String) throws -> String {
        let path = "\(place.root)/thoraxd.yaml"
        try Data(yaml.utf8).write(to: URL(filePath: path))
        return path
    }

    private func findings(_ yaml: String) throws -> (status: Int32, verdicts: [String: String], texts: String) {
        let checked = try place.run("check", "--json", "--config", try configure(yaml))
        let report = try #require(try place.json(checked.output) as? [String: Any], "\(checked)")
        let findings = try #require(report["findings"] as? [[String: String]])
        let verdicts = findings.map { ($0["check"] ?? "", $0["verdict"] ?? "") }
        return (checked.status, Dictionary(verdicts, uniquingKeysWith: { $1 }), checked.output)
    }

    private var model: String {
        packageRoot.appending(path: "samples/model").path
    }

    @Test func `a node in order passes every check`() throws {
        let storage = try TemporaryDirectory()
        let archive = try RunningTool.storescp(keeping: storage.url)
        let found = try findings(
            """
            model: \(model)
            dicom: { port: \(try FreePort.find()) }
            storage: { reserve_megabytes: 1 }
            peers: [{ name: archive, ae_title: A, host: 127.0.0.1, port: \(archive.port) }]
            """)
        for check in ["configuration", "state directory", "work list", "port", "model", "peer archive"] {
            #expect(found.verdicts[check] == "ok", "\(check): \(found.texts)")
        }
        // What the kernel grants of its confinement is not the same everywhere.
        #expect(["ok", "warn"].contains(found.verdicts["decoder"]), "\(found.texts)")
        #expect(found.status == 0)
    }

    @Test func `a certificate that ends soon is a warning, whatever it is for`() throws {
        let folder = try TemporaryDirectory()
        let certificates = try Certificates(in: folder.url)
        try certificates.issue("node", days: 20)
        let pair = "certificate: \(certificates.path("node.pem")), key: \(certificates.path("node.key"))"
        let authorities = "authorities: \(certificates.path("authority.pem"))"
        for path in [certificates.path("node.key")] { chmod(path, 0o600) }
        let uses = [
            ("certificate", "dicom: { tls: { port: \(try FreePort.find()), \(pair), \(authorities) } }"),
            (
                "certificate",
                """
                dicom: { tls: { \(pair), \(authorities) } }
                peers: [{ name: a, ae_title: A, host: 127.0.0.1, port: \(try FreePort.find()), tls: true }]
                """
            ),
            ("web certificate", "web: { port: \(try FreePort.find()), tls: { \(pair) } }"),
            ("audit certificate", "audit: { syslog: { host: 127.0.0.1, \(pair), \(authorities) } }"),
        ]
        for (check, yaml) in uses {
            let found = try findings(yaml)
            #expect(found.verdicts[check] == "warn" && found.texts.contains("expires in 19 days"), "\(found.texts)")
        }
    }

    @Test func `the fonts are checked where a peer is sent a drawn form`() throws {
        let peer = { (forms: String) in
            """
            model: \(model)
            dicom: { port: \(try FreePort.find()) }
            peers: [{ name: viewer, ae_title: V, host: 127.0.0.1, port: \(try FreePort.find()), deliver: [\(forms)] }]
            """
        }
        #expect(try findings(peer("basic-text-sr")).verdicts["fonts"] == nil)
        let drawn = try findings(peer("encapsulated-pdf"))
        // Which scripts have a font depends on the machine; what is missing is named with its package.
        let isOrdinary = drawn.verdicts["fonts"] == "ok"
        let isWarned = drawn.verdicts["fonts"] == "warn" && drawn.texts.contains("install fonts-")
        #expect(isOrdinary || isWarned, "\(drawn.texts)")
    }

    @Test func `a damaged work list is found, and what restores it is named`() throws {
        let directory = "\(place.root)/damaged"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let path = WorkListStore.path(in: directory)
        try place.workList.copy(to: path)
        let file = try FileHandle(forUpdating: URL(filePath: path))
        // Pages of indexes and tables that no plain question reads.
        try file.seek(toOffset: 40 * 4096)
        try file.write(contentsOf: Data(repeating: 0xFF, count: 20 * 4096))
        try file.close()
        let checked = try place.run(
            "check", "--config", try configure("model: \(model)"), "--state-directory", directory)
        #expect(checked.status == 2, "\(checked)")
        #expect(checked.output.contains("is damaged: "), "\(checked)")
        #expect(checked.output.contains("thoraxctl restore BACKUP --state-directory \(directory)"), "\(checked)")
        // The file's first page: nothing can be read at all.
        try Data(repeating: 0x41, count: 8192).write(to: URL(filePath: path))
        let status = try place.run("status", "--state-directory", directory)
        #expect(status.status == 1 && status.output.contains("daemon    not running"), "\(status)")
        #expect(status.error.contains("is damaged: ") && status.error.contains("thoraxctl restore"), "\(status)")
    }

    @Test func `each fault is found and makes the exit code 2`() throws {
        let listener = try SilentListener()
        let found = try findings(
            """
            model: /nowhere
            dicom: { port: \(listener.port), unknwon: 1 }
            storage: { reserve_megabytes: 1000000 }
            peers: [{ name: archive, ae_title: A, host: 127.0.0.1, port: \(try FreePort.find()) }]
            """)
        withExtendedLifetime(listener) {}
        for check in ["configuration", "disk", "port", "model", "peer archive"] {
            #expect(found.verdicts[check] == "fail", "\(check): \(found.texts)")
        }
        #expect(found.status == 2)
    }

    @Test func `a support bundle has nothing of a patient`() throws {
        let bundle = "\(place.root)/bundle.tar.gz"
        // What another account has put there is not written through.
        let other = "\(place.root)/other"
        try Data("mine".utf8).write(to: URL(filePath: other))
        try FileManager.default.createSymbolicLink(atPath: "\(bundle).part", withDestinationPath: other)
        let written = try place.run("support-bundle", bundle)
        #expect(written.status == 0, "\(written)")
        #expect(try String(contentsOfFile: other, encoding: .utf8) == "mine")
        #expect(try FileManager.default.attributesOfItem(atPath: bundle)[.posixPermissions] as? Int == 0o600)
        let unpacked = "\(place.root)/unpacked"
        try FileManager.default.createDirectory(atPath: unpacked, withIntermediateDirectories: true)
        #expect(try Tool.run("tar", ["-C", unpacked, "-xzf", bundle]).status == 0)
        let names = try FileManager.default.subpathsOfDirectory(atPath: unpacked)
        #expect(names.contains("thoraxd-support/incidents.json") && names.contains("thoraxd-support/schema.sql"))
        let secrets = [
            Administered.name, "LINDQVIST", "ASTRID", Administered.patientID, Administered.accession,
            Administered.birthDate, Administered.study,
        ]
        for name in names where !name.hasSuffix("support") {
            let text = try String(contentsOfFile: "\(unpacked)/\(name)", encoding: .utf8)
            for secret in secrets { #expect(!text.contains(secret), "\(secret) in \(name)") }
        }
        let incidents = try String(contentsOfFile: "\(unpacked)/thoraxd-support/incidents.json", encoding: .utf8)
        #expect(incidents.contains("study uid-") && incidents.contains("[patient] was refused"), "\(incidents)")
        #expect(try place.workList.acts().map(\.kind) == [.exported])
        #expect(try place.run("support-bundle", bundle).status == 1, "nothing is overwritten")
    }

    @Test func `odd patient data in every text leaves no trace in a support bundle`() throws {
        // The second patient was removed: nothing in the work list says who that was.
        let secrets = [
            "Zwölfuhr", "Ngọc-Ánh", "O'Brien-Quux", "Quux", "AB/12-77/X", "7788/2024", "K12345678", "19480229",
            "1948-02-29", "29.02.1948", "29/02/1948", "山田", "太郎", "ELIŠKA", "Vytautas", "+420605123456",
            "rodné.číslo", "480229/123", "Long^Mary", "Zz",
        ]
        try place.store(study: "1.2.826.0.1.3680043.2.1125.7.7", name: "Zwölfuhr^Ngọc-Ánh=山田^太郎")
        for (index, secret) in secrets.enumerated() {
            for text in [
                "study of \(secret) was refused", "cannot read (\(secret)): name=\(secret), id:\(secret)/\(secret)",
                "the patient \(secret.lowercased()) [\(secret)]; \(secret.uppercased())",
            ] {
                try place.workList.record(Incident(source: "reporter", message: text, hint: "see \(secret)"))
            }
            try place.workList.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO commitment (direction, peer, transactionUID, state, reason, notBefore, createdAt,
                            changedAt) VALUES ('outgoing', 'archive', ?, 'failed', ?, 1, 1, 1)
                        """, arguments: ["1.2.\(index)", "the peer said: \(secret)"])
            }
        }
        let bundle = "\(place.root)/odd.tar.gz"
        let written = try place.run("support-bundle", bundle)
        #expect(written.status == 0, "\(written)")
        let unpacked = "\(place.root)/odd"
        try FileManager.default.createDirectory(atPath: unpacked, withIntermediateDirectories: true)
        #expect(try Tool.run("tar", ["-C", unpacked, "-xzf", bundle]).status == 0)
        for name in try FileManager.default.subpathsOfDirectory(atPath: unpacked) where !name.hasSuffix("support") {
            let text = try String(contentsOfFile: "\(unpacked)/\(name)", encoding: .utf8)
            for secret in secrets where name != "thoraxd-support/machine.txt" {
                // As a word of its own: "zz" may be part of a hash.
                let isThere = text.lowercased().split { !$0.isLetter && !$0.isNumber && !"/.-+'^".contains($0) }
                    .contains { $0 == secret.lowercased() }
                #expect(
                    !isThere && (secret.count < 3 || !text.localizedCaseInsensitiveContains(secret)),
                    "\(secret) in \(name)")
            }
        }
        let incidents = try String(contentsOfFile: "\(unpacked)/thoraxd-support/incidents.json", encoding: .utf8)
        #expect(incidents.contains("was refused") && incidents.contains("cannot read"), "\(incidents.prefix(400))")
    }
}
