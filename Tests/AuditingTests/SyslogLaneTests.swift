import DICOMTestPeer
import Foundation
import TestHarness
import Testing
import WorkList
import WorkListDatabase

@testable import Auditing

@Suite(.blocking) struct SyslogLaneTests {
    private let fixture: CollectorFixture

    init() throws { fixture = try CollectorFixture() }

    @Test func `every message goes out once, in order, with its length before it`() throws {
        try fixture.append(250)
        let collector = try fixture.openssl()
        try fixture.handingOver(port: collector.port) {
            #expect(try eventually { try fixture.workList.auditMessagesSent() == 250 })
            try fixture.append(1)
            #expect(eventually { frames(in: fixture.received).count == 251 })
        }
        let messages = frames(in: fixture.received)
        for (index, message) in messages.enumerated() {
            #expect(message.hasPrefix("<84>1 20"))
            #expect(
                message.contains(
                    " node.example thoraxd 42 DICOM+RFC3881 [meta sequenceId=\"\(index + 1)\"] \u{FEFF}<?xml"))
            #expect(message.hasSuffix("</AuditMessage>"))
        }
    }

    @Test func `what a collector that was down has missed follows`() throws {
        try fixture.append(3)
        let port = try FreePort.find()
        try fixture.handingOver(port: port) {
            #expect(try eventually { try !fixture.workList.incidents(limit: 1).isEmpty })
            do {
                let collector = try fixture.openssl(on: port)
                #expect(try eventually { try fixture.workList.auditMessagesSent() == 3 })
                withExtendedLifetime(collector) {}
            }
            try fixture.append(2)
            let collector = try fixture.openssl(on: port)
            #expect(try eventually { try fixture.workList.auditMessagesSent() == 5 })
            #expect(eventually { frames(in: fixture.received).count == 5 })
            withExtendedLifetime(collector) {}
        }
    }

    @Test func `a collector whose certificate names another host gets nothing`() throws {
        try fixture.certificates.issue("stranger", for: "DNS:other.example")
        try expectNothingSent(to: "127.0.0.1", by: "stranger")
    }

    @Test func `a collector of another authority gets nothing`() throws {
        try fixture.certificates.issue("foreigner", by: "other", for: "IP:127.0.0.1")
        try expectNothingSent(to: "127.0.0.1", by: "foreigner")
    }

    @Test func `a collector is known by its name too`() throws {
        try fixture.append(1)
        let collector = try fixture.openssl()
        try fixture.handingOver(to: "localhost", port: collector.port) {
            #expect(eventually { frames(in: fixture.received).count == 1 })
        }
    }

    @Test func `rsyslog takes the messages from a client with a certificate, and from no other`() throws {
        try fixture.append(3, reason: "grüße \u{4E2D}")
        let file = fixture.directory.url.appending(path: "messages").path
        let path = { [fixture] (name: String) in fixture.certificates.path(name) }
        let rsyslog = try RunningTool("/bin/sh", in: fixture.directory.url) { port in
            let configuration = """
                global(workDirectory="\(fixture.directory.url.path)" maxMessageSize="64k" DefaultNetstreamDriver="ossl"
                    DefaultNetstreamDriverCAFile="\(path("authority.pem"))"
                    DefaultNetstreamDriverCertFile="\(path("collector.pem"))"
                    DefaultNetstreamDriverKeyFile="\(path("collector.key"))")
                module(load="imtcp" StreamDriver.Name="ossl" StreamDriver.Mode="1"
                    StreamDriver.AuthMode="x509/certvalid")
                input(type="imtcp" port="\(port)" address="127.0.0.1")
                template(name="fields" type="string"
                    string="%pri%|%hostname%|%app-name%|%procid%|%msgid%|%structured-data%|%msg%\\n")
                action(type="omfile" file="\(file)" template="fields")
                """
            _ = FileManager.default.createFile(
                atPath: fixture.directory.url.appending(path: "rsyslog.conf").path, contents: Data(configuration.utf8))
            return ["-c", "exec /usr/sbin/rsyslogd -n -f rsyslog.conf -iNONE >output 2>&1"]
        }
        func lines() -> [String] {
            ((try? String(contentsOfFile: file, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
                .filter { $0.contains("DICOM+RFC3881") }
        }
        try fixture.handingOver(port: rsyslog.port) { () throws in
            #expect(try eventually { try !fixture.workList.incidents(limit: 1).isEmpty })
        }
        #expect(lines().isEmpty)
        try fixture.handingOver(port: rsyslog.port, client: "client") {
            #expect(eventually { lines().count == 3 })
        }
        let first = try #require(lines().first)
        #expect(first.contains("84|node.example|thoraxd|42|DICOM+RFC3881|[meta sequenceId=\"1\"]|"), "\(first)")
        #expect(first.contains("grüße \u{4E2D}"))
    }

    private func expectNothingSent(to host: String, by certificate: String) throws {
        try fixture.append(1)
        let collector = try fixture.openssl(certificate)
        try fixture.handingOver(to: host, port: collector.port) { () throws in
            #expect(try eventually { try !fixture.workList.incidents(limit: 1).isEmpty })
        }
        #expect(fixture.received.isEmpty)
        #expect(try fixture.workList.auditMessagesSent() == 0)
        #expect(try fixture.workList.incidents(limit: 1).first?.message.contains("TLS failed") == true)
    }
}
