import DICOMCore
import DICOMNetwork
import Foundation
import Testing

@testable import ThoraxConfiguration

struct PeerKeyTests {
    private func peers(_ yaml: String) throws -> [Peer] {
        let path = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString).yaml"
        try Data(yaml.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try DaemonConfiguration(file: path, environment: [:]).peers
    }

    private func error(_ yaml: String) -> ConfigurationError? {
        do {
            _ = try peers(yaml)
            return nil
        } catch {
            return error as? ConfigurationError
        }
    }

    @Test func `a peer has every key of its entry`() throws {
        let read = try peers(
            """
            dicom: { tls: { certificate: a.pem, key: a.key, authorities: ca.pem } }
            peers:
              - name: archive
                ae_title: ARCHIVE
                host: archive.example
                port: 11113
                tls: true
                addresses: [10.1.2.3, "fd00::/8"]
                certificate_names: [archive.example, "Archive 1"]
                permissions: [query, retrieve]
                maximum_associations: 3
                deliver: [basic-text-sr, enhanced-sr]
                request_commitment: true
                report_on_same_association: true
            """)
        var peer = Peer(name: "archive", aeTitle: try #require(AETitle("ARCHIVE")))
        peer.host = "archive.example"
        peer.port = 11113
        peer.usesTLS = true
        peer.addresses = [try #require(AddressRange("10.1.2.3")), try #require(AddressRange("fd00::/8"))]
        peer.certificateNames = ["archive.example", "Archive 1"]
        peer.permissions = [.query, .retrieve]
        peer.associationLimit = 3
        peer.forms = [.basicTextSR, .enhancedSR]
        peer.requestsCommitment = true
        peer.reportsOnSameAssociation = true
        #expect(read == [peer])
    }

    @Test func `a peer of a name and a title has the defaults`() throws {
        let read = try peers("peers:\n  - name: ct1\n    ae_title: CT1\n  - { name: cr, ae_title: CR, deliver: [] }\n")
        #expect(
            read == [
                Peer(name: "ct1", aeTitle: try #require(AETitle("CT1"))),
                Peer(name: "cr", aeTitle: try #require(AETitle("CR"))),
            ])
        #expect(read[0].permissions == [.store, .query, .retrieve])
        #expect(try peers("peers: []\n").isEmpty)
    }

    @Test(arguments: [
        ("name: ''", "peers.name must be 1 to 64 letters, digits, hyphens, underscores and full stops"),
        ("name: a b", "peers.name must be 1 to 64 letters, digits, hyphens, underscores and full stops"),
        ("ae_title: ABCDEFGHIJKLMNOPQ", "peers.ae_title must be 1 to 16 printable characters"),
        ("host: 'a b'", "peers.host must be a host name or an IPv4 address"),
        ("port: 0", "peers.port must be a number from 1 to 65535"), ("tls: maybe", "peers.tls must be true or false"),
        ("addresses: [archive]", "peers.addresses must be addresses such as 10.1.2.3, 10.1.0.0/16 or fd00::/8"),
        ("addresses:", "peers.addresses must be addresses such as 10.1.2.3, 10.1.0.0/16 or fd00::/8"),
        (
            "permissions: [store, delete]",
            "peers.permissions must be some of store, query, retrieve, commit, sign, each once"
        ),
        ("certificate_names: ['']", "peers.certificate_names must be names of 1 to 253 printable characters"),
        ("certificate_names: []", "peers.certificate_names must be names of 1 to 253 printable characters"),
        ("maximum_associations: 0", "peers.maximum_associations must be a number from 1 to 1000"),
        ("adress: 10.1.2.3", "there is no key peers.adress"),
        (
            "deliver: [pdf]",
            "peers.deliver must be some of basic-text-sr, enhanced-sr, comprehensive-3d-sr, encapsulated-pdf, "
                + "secondary-capture, rejection-note, each once"
        ),
    ])
    func `a wrong entry is an error that names its line`(line: String, expected: String) throws {
        let key = line.prefix { $0 != ":" }
        let others = ["name: a", "ae_title: A"].filter { !$0.hasPrefix(key + ":") }
        let entry = "peers:\n  - " + (others + [line]).joined(separator: "\n    ") + "\n"
        let wrong = try #require(error(entry))
        let parts = "\(expected)".split(separator: " must be ", maxSplits: 1)
        #expect("\(wrong)".contains("line \(others.count + 2): \(parts[0])"))
        #expect("\(wrong)".hasSuffix(parts.count == 1 ? parts[0] : " must be \(parts[1])"))
    }

    @Test func `everything that is wrong with an entry is named, with the value and the key that was meant`() throws {
        let path = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString).yaml"
        try Data("peers:\n  - { nam: a, ae_title: A, prot: 104, permissions: [stor, query] }\n".utf8)
            .write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let errors = ConfigurationReading(file: path, environment: [:]).errors
        #expect(
            errors.map { "\($0)".split(separator: "line 2: ").last ?? "" } == [
                "peers.name is missing", "there is no key peers.nam", "there is no key peers.prot",
                "peers.permissions is stor, query, but must be some of store, query, retrieve, commit, sign, each once",
            ])
        #expect(errors[1].hint.hasPrefix("peers.name is one") && errors[2].hint.hasPrefix("peers.port is one"))
    }

    @Test func `a peer that may sign has addresses or TLS`() throws {
        let entry = "name: a, ae_title: A, permissions: [store, sign]"
        let wrong = try #require(error("peers:\n  - {\(entry)}\n"))
        #expect("\(wrong)".hasSuffix("line 2: a has the permission sign, but neither addresses nor tls"))
        #expect(wrong.hint.contains("anybody with its AE title"))
        #expect(try peers("peers:\n  - {\(entry), addresses: [10.1.2.9]}\n")[0].permissions == [.store, .sign])
        let tls =
            "dicom: { tls: { port: 2762, certificate: a, key: k, authorities: ca%} }\npeers:\n  - {\(entry), tls: true%}\n"
        func yaml(_ keys: String, _ peer: String) -> String {
            let parts = tls.split(separator: "%", omittingEmptySubsequences: false)
            return parts[0] + keys + parts[1] + peer + parts[2]
        }
        #expect(try peers(yaml("", ""))[0].permissions.contains(.sign))
        let anonymous = try #require(error(yaml(", require_client_certificate: false", "")))
        #expect("\(anonymous)".contains("require_client_certificate is false") && !anonymous.hint.isEmpty)
        #expect(try peers(yaml(", require_client_certificate: false", ", addresses: [10.1.2.9]")).count == 1)
    }

    @Test func `a peer with certificate names uses TLS, and certificates are asked for`() throws {
        let entry = "name: a, ae_title: A, certificate_names: [a.example]"
        let wrong = try #require(error("peers:\n  - {\(entry)}\n"))
        #expect("\(wrong)".hasSuffix("line 2: a has certificate_names, but not tls: true"))
        let tls = "port: 2762, certificate: a, key: k, authorities: c, require_client_certificate: false"
        let anonymous = try #require(error("dicom: { tls: { \(tls) } }\npeers:\n  - {\(entry), tls: true}\n"))
        #expect(
            "\(anonymous)" == "the peer a has certificate_names, but dicom.tls.require_client_certificate is false")
    }

    @Test func `an entry without a name or a title, and peers that are not a list, are errors`() throws {
        #expect("\(try #require(error("peers:\n  - ae_title: A\n")))".hasSuffix("line 2: peers.name is missing"))
        #expect("\(try #require(error("peers:\n  - name: a\n")))".hasSuffix("line 2: peers.ae_title is missing"))
        #expect("\(try #require(error("peers: archive\n")))".contains("must be a list"))
        #expect("\(try #require(error("peers:\n  name: a\n")))".contains("must be a list"))
        let scalar = "\(try #require(error("peers:\n  - archive\n")))"
        #expect(scalar.contains("line 2: peers is archive, but must be a list"))
    }

    @Test func `two peers of one name are an error`() throws {
        let wrong = try #require(error("peers:\n  - {name: a, ae_title: A}\n  - {name: a, ae_title: B}\n"))
        #expect("\(wrong)".hasSuffix("line 3: another peer is named a"))
    }

    @Test(arguments: [
        ("", ""), ("addresses: [10.1.2.3]", ""), ("addresses: [10.1.0.0/16]", "addresses: [10.2.0.1, 10.1.2.3]"),
        ("addresses: [10.1.2.3]", "addresses: [10.1.0.0/16]"),
    ])
    func `two peers that one caller could be are an error`(first: String, second: String) throws {
        let yaml = "peers:\n  - {name: a, ae_title: A, \(first)}\n  - {name: b, ae_title: A, \(second)}\n"
        let wrong = try #require(error(yaml))
        #expect("\(wrong)".hasSuffix("line 3: b has the AE title of a and may call from the same addresses"))
        #expect(!wrong.hint.isEmpty)
    }

    @Test func `two peers of one title are told apart by their addresses`() throws {
        let read = try peers(
            """
            peers:
              - { name: a, ae_title: A, addresses: [10.1.0.0/16] }
              - { name: b, ae_title: A, addresses: [10.2.0.0/16, "fd00::/8"] }
            """)
        #expect(read.map(\.name) == ["a", "b"])
    }

    @Test(arguments: [("deliver", "[basic-text-sr]"), ("request_commitment", "true")])
    func `a peer that is to be called needs a host`(key: String, value: String) throws {
        let wrong = try #require(error("peers:\n  - {name: a, ae_title: A, \(key): \(value)}\n"))
        #expect("\(wrong)".hasSuffix("line 2: a has \(key) but no host"))
    }
}
