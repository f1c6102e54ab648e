import Auditing
import DICOMCore
import DICOMNetwork
import DICOMServices
import DICOMTestPeer
import TestHarness
import Testing
import WorkList
import WorkListDatabase

private let verification = TestPeer.Proposal(1, SOPClass.verification, [.implicitVRLittleEndian])
private let radiograph = TestPeer.Proposal(3, SOPClass.computedRadiographyImage, [.explicitVRLittleEndian])
private let find = TestPeer.Proposal(5, SOPClass.studyRootFind, [.implicitVRLittleEndian])
private let get = TestPeer.Proposal(7, SOPClass.studyRootGet, [.implicitVRLittleEndian])
private let notRecognized = TestPeer.Reply.rejected(result: 1, source: 1, reason: 3)

/// Which callers the node serves, what it offers them, and what it remembers of them.
@Suite(.blocking, .timeLimit(.minutes(10)))
struct AdmissionPolicyTests {
    private func peer(_ title: String, _ change: (inout Peer) throws -> Void = { _ in }) throws -> Peer {
        var peer = Peer(name: title.lowercased(), aeTitle: try #require(AETitle(title)))
        try change(&peer)
        return peer
    }

    private func accepted(_ port: UInt16, calling: String, _ proposals: [TestPeer.Proposal]) throws -> Set<UInt8>? {
        let peer = try TestPeer(port: port)
        guard case .accepted(let contexts) = try peer.associate(proposals, calling: calling) else { return nil }
        _ = try peer.release()
        return Set(contexts.keys)
    }

    /// What is known of the callers once every association so far has been answered.
    private func callers(_ running: RunningNode) throws -> [Caller] {
        running.node.rememberCallers()
        return try running.workList.callers()
    }

    private func log(_ running: RunningNode, containing text: String) async throws -> String {
        try await eventualValue { running.log.all.first { $0.contains(text) } }
    }

    @Test(arguments: [
        ([Peer.Permission.store], [UInt8]([1, 3])), ([.query], [1, 5]), ([.retrieve], [1, 7]), ([], [1]),
        ([.store, .query, .retrieve, .commit], [1, 3, 5, 7]),
    ])
    func `offers a peer what its permissions allow, and C-ECHO always`(
        permissions: [Peer.Permission], contexts: [UInt8]
    ) throws {
        let running = try RunningNode(
            peers: [try peer("CR1") { $0.permissions = Set(permissions) }], unknownPeers: .refuse)
        #expect(try accepted(running.port, calling: "CR1", [verification, radiograph, find, get]) == Set(contexts))
    }

    @Test func `says which contexts were refused, and why, where none is left`() async throws {
        let running = try RunningNode(peers: [try peer("CR1") { $0.permissions = [.store] }], unknownPeers: .refuse)
        let magnetic = TestPeer.Proposal(
            9, try #require(UID("1.2.840.10008.5.1.4.1.1.4")), [.implicitVRLittleEndian])
        #expect(try accepted(running.port, calling: "CR1", [find, magnetic]) == [])
        let line = try await log(running, containing: "without a presentation context")
        #expect(line.contains("FINDStudyRootQueryRetrieveInformationModel: no permission to query"))
        #expect(line.contains("MRImageStorage: not supported"))
        let caller = try #require(try callers(running).first)
        #expect(caller.refusal?.contains("no permission to query") == true)
        #expect(caller.refused == 1 && caller.accepted == 0)
        #expect(caller.peer == "cr1")
    }

    @Test func `refuses who is no peer, says why, and remembers what it asked for`() async throws {
        let running = try RunningNode(unknownPeers: .refuse)
        let stranger = try TestPeer(port: running.port)
        #expect(try stranger.associate([verification, radiograph, find], calling: "CR7") == notRecognized)
        _ = try await log(running, containing: "it is not in the list of peers")
        let caller = try #require(try callers(running).first)
        #expect(caller.callingAETitle == "CR7")
        #expect(caller.address == "127.0.0.1")
        #expect(caller.calledAETitle == "THORAXD")
        #expect(caller.peer == nil)
        #expect(caller.refusal == "calling AE title not recognized: it is not in the list of peers")
        #expect(caller.asked.contains("ComputedRadiographyImageStorage"))
        #expect(caller.needed == ["store", "query"])
    }

    @Test func `serves an unknown caller while it learns, and remembers it all the same`() async throws {
        let running = try RunningNode(unknownPeers: .learn)
        #expect(try accepted(running.port, calling: "CR7", [verification, radiograph, find, get]) == [1, 3, 5, 7])
        let caller = try #require(try callers(running).first)
        #expect(caller.callingAETitle == "CR7" && caller.accepted == 1 && caller.refused == 0)
        #expect(caller.peer == nil && caller.refusal == nil)
    }

    @Test(arguments: UnknownPeers.allCases)
    func `refuses a peer's title from another address, learning or not`(unknownPeers: UnknownPeers) async throws {
        let elsewhere = try peer("CR1") { $0.addresses = [try #require(AddressRange("10.1.0.0/16"))] }
        let running = try RunningNode(peers: [elsewhere], unknownPeers: unknownPeers)
        #expect(try TestPeer(port: running.port).associate([verification], calling: "CR1") == notRecognized)
        _ = try await log(running, containing: "cr1 may not call from 127.0.0.1")
    }

    @Test func `serves a peer from its addresses, over IPv4 and IPv6`() throws {
        let here = try peer("CR1") {
            $0.addresses = [try #require(AddressRange("127.0.0.0/8")), try #require(AddressRange("::1"))]
        }
        let running = try RunningNode(peers: [here], unknownPeers: .refuse, address: "::")
        for host in ["127.0.0.1", "::1"] {
            let peer = try TestPeer(host, port: running.port)
            guard case .accepted = try peer.associate([verification], calling: "CR1") else {
                Issue.record("refused from \(host)")
                continue
            }
            #expect(try peer.release())
        }
    }

    @Test func `serves as many associations of a peer as it may have, and others beside them`() async throws {
        let running = try RunningNode(
            peers: [try peer("CR1") { $0.associationLimit = 2 }, try peer("CR2")], unknownPeers: .refuse)
        let open = try (0..<2).map { _ in try TestPeer(port: running.port) }
        for peer in open { _ = try peer.associate([verification], calling: "CR1") }
        let third = try TestPeer(port: running.port).associate([verification], calling: "CR1")
        #expect(third == .rejected(result: 2, source: 3, reason: 2))
        _ = try await log(running, containing: "cr1 has 2 associations open, which is its limit")
        #expect(try accepted(running.port, calling: "CR2", [verification]) == [1])
        for peer in open { #expect(try peer.release()) }
        try await waitUntil { try accepted(running.port, calling: "CR1", [verification]) != nil }
    }

    @Test func `counts unknown callers by their address, whatever titles they invent`() throws {
        let running = try RunningNode(unknownPeers: .learn)
        let open = try (0..<9).map { _ in try TestPeer(port: running.port) }
        let replies = try open.enumerated().map { try $1.associate([verification], calling: "CR\($0)") }
        #expect(replies.dropLast().allSatisfy { if case .accepted = $0 { true } else { false } })
        #expect(replies.last == .rejected(result: 2, source: 3, reason: 2))
    }

    @Test func `refuses a peer that is to use TLS and does not`() async throws {
        let running = try RunningNode(peers: [try peer("CR1") { $0.usesTLS = true }], unknownPeers: .refuse)
        let reply = try TestPeer(port: running.port).associate([verification], calling: "CR1")
        #expect(reply == .rejected(result: 1, source: 1, reason: 1))
        _ = try await log(running, containing: "cr1 must use TLS but does not")
        #expect(try callers(running).first?.peer == "cr1")
    }

    @Test func `serves over TLS the peer that must use it, and records callers without TLS`() async throws {
        let directory = try TemporaryDirectory()
        let certificates = try Certificates(in: directory.url)
        for name in ["node", "modality"] { try certificates.issue(name) }
        let files = TLSFiles(
            certificate: certificates.path("node.pem"), key: certificates.path("node.key"),
            authorities: certificates.path("authority.pem"))
        let running = try RunningNode(
            peers: [try peer("CR1") { $0.usesTLS = true }], unknownPeers: .refuse,
            secure: .init(port: 0, files: files, requiresClientCertificate: true))
        let port = try #require(running.node.securePort)
        let options = [
            "+tls", certificates.path("modality.key"), certificates.path("modality.pem"), "+cf",
            certificates.path("authority.pem"),
        ]
        let tool = try Tool.run(
            "echoscu", options + ["-aet", "CR1", "-aec", "THORAXD", "127.0.0.1", "\(port)"])
        #expect(tool.status == 0, "\(tool.output)")
        let plain = try Tool.run("echoscu", ["-to", "5", "-aet", "CR1", "-aec", "THORAXD", "127.0.0.1", "\(port)"])
        #expect(plain.status != 0)
        _ = try await log(running, containing: "wrong version number")
        let known = try callers(running)
        #expect(known.contains { $0.peer == "cr1" && $0.accepted == 1 })
        #expect(known.contains { $0.callingAETitle.isEmpty && $0.refusal?.contains("wrong version number") == true })
    }

    @Test(arguments: [
        (["WS3.example"], true), (["other.example", "ws3.example"], true), (["modality"], false),
        (["*.example"], false),
        ([], true),
    ])
    func `serves a peer with certificate names only with a certificate that has one of them`(
        names: [String], isServed: Bool
    ) async throws {
        let directory = try TemporaryDirectory()
        let certificates = try Certificates(in: directory.url)
        try certificates.issue("node")
        try certificates.issue("modality", for: "IP:127.0.0.1,DNS:ws3.example,DNS:second.example")
        let files = TLSFiles(
            certificate: certificates.path("node.pem"), key: certificates.path("node.key"),
            authorities: certificates.path("authority.pem"))
        let cr1 = try peer("CR1") { peer in
            peer.usesTLS = true
            peer.certificateNames = names
        }
        let running = try RunningNode(
            peers: [cr1], unknownPeers: .refuse,
            secure: .init(port: 0, files: files, requiresClientCertificate: true))
        let tool = try Tool.run(
            "echoscu",
            [
                "+tls", certificates.path("modality.key"), certificates.path("modality.pem"), "+cf",
                certificates.path("authority.pem"), "-aet", "CR1", "-aec", "THORAXD", "127.0.0.1",
                "\(try #require(running.node.securePort))",
            ])
        #expect((tool.status == 0) == isServed, "\(tool.output)")
        guard !isServed else { return }
        #expect(tool.output.contains("Calling AE Title Not Recognized"), "\(tool.output)")
        let reason = "its certificate names ws3.example, second.example, not cr1; see certificate_names of this peer"
        _ = try await log(running, containing: reason)
        #expect(try callers(running).first { $0.peer == "cr1" }?.refusal?.contains(reason) == true)
        #expect(running.audit.take().contains { "\($0)".contains("its certificate names ws3.example") })
    }

    @Test func `refuses another application context`() throws {
        let running = try RunningNode()
        var request = TestPeer.associateRequest([verification])
        let context = Array("1.2.840.10008.3.1.1.1".utf8)
        let place = try #require(request.indices.first { request[$0...].starts(with: context) })
        request[place + context.count - 1] = UInt8(ascii: "9")
        let peer = try TestPeer(port: running.port)
        try peer.socket.send(request)
        #expect(try peer.readPDU()?.body.dropFirst() == [1, 1, 2])
    }

    @Test func `invalid titles leave nothing unprintable in the log or the work list`() async throws {
        let running = try RunningNode(unknownPeers: .refuse)
        let reply = try TestPeer(port: running.port).associate([verification], calling: "A\n\u{1B}[31m\tB")
        #expect(reply == notRecognized)
        _ = try await log(running, containing: "association rejected")
        let caller = try #require(try callers(running).first)
        #expect(caller.callingAETitle == "A??[31m?B")
        #expect(running.log.all.allSatisfy { !$0.contains("\n") && !$0.contains("\u{1B}") })
    }

    @Test func `a flood of titles fills neither memory nor table, and hides no peer`() throws {
        let running = try RunningNode(peers: [try peer("CR1")], unknownPeers: .refuse)
        for index in 0..<100 {
            _ = try TestPeer(port: running.port).associate([verification], calling: "FLOOD\(index)")
            if index == 50 { #expect(try accepted(running.port, calling: "CR1", [verification]) == [1]) }
        }
        let known = try callers(running)
        #expect(known.count == WorkListStore.unknownCallersOfOneAddress + 1)
        #expect(known.contains { $0.peer == "cr1" && $0.accepted == 1 })
    }

    @Test func `what a peer stored is counted once its association has ended`() async throws {
        let running = try RunningNode(peers: [try peer("CR1")], unknownPeers: .refuse)
        let sender = try TestPeer(port: running.port)
        _ = try sender.associate([radiograph], calling: "CR1")
        let object = SampleObject()
        #expect(
            try sender.store(
                object.bytes, SOPClass.computedRadiographyImage, object.instance, context: 3) == .success)
        #expect(try sender.release())
        _ = try await log(running, containing: "association released")
        try await waitUntil { try callers(running).first?.stored == 1 }
    }
}
