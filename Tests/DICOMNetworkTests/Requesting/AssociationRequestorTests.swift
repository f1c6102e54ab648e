import DICOMCore
import DICOMTestPeer
import Foundation
import TestHarness
import Testing

@testable import DICOMNetwork

@Suite(.blocking, .timeLimit(.minutes(10)))
struct AssociationRequestorTests {
    let directory: TemporaryDirectory
    let requestor: AssociationRequestor

    init() throws {
        directory = try TemporaryDirectory()
        requestor = AssociationRequestor(callingAETitle: try #require(AETitle("THORAXD")))
    }

    private func peer(on port: UInt16) throws -> Peer {
        var peer = Peer(name: "archive", aeTitle: try #require(AETitle("ARCHIVE")))
        peer.host = "127.0.0.1"
        peer.port = port
        return peer
    }

    private static let echo = ContextProposal(SOPClass.verification, [.implicitVRLittleEndian])

    @Test func `opens, exchanges messages and releases`() throws {
        let archive = try RunningTool.storescp(keeping: directory.url)
        let association = try requestor.open(to: try peer(on: archive.port), proposing: [Self.echo])
        let context = try #require(association.contexts[1])
        for messageID in UInt16(1)...3 {
            try association.send(
                TestPeer.request(.echoRequest, SOPClass.verification, messageID: messageID), in: context)
            let response = try #require(try association.receiveMessage())
            #expect(response.command.field == .echoResponse)
            #expect(response.command[.messageIDBeingRespondedTo] == messageID)
        }
        try association.release()
    }

    @Test func `returns the contexts that the peer accepted, with their transfer syntaxes`() throws {
        let archive = try RunningTool.storescp(["+xe"], keeping: directory.url)
        let association = try requestor.open(
            to: try peer(on: archive.port),
            proposing: [
                ContextProposal(SOPClass.studyRootFind, [.implicitVRLittleEndian]),
                ContextProposal(SOPClass.basicTextSR, [.implicitVRLittleEndian, .explicitVRLittleEndian]),
            ])
        #expect(association.contexts.keys.sorted() == [3])
        #expect(association.contexts[3]?.transferSyntax == .explicitVRLittleEndian)
        #expect(association.contexts[3]?.requestorIsSCU == true)
        try association.release()
    }

    @Test func `a rejecting peer's reason is reported`() throws {
        let archive = try RunningTool.storescp(["--refuse"], keeping: directory.url)
        let archivePeer = try peer(on: archive.port)
        let error = #expect(throws: NetworkError.self) {
            try requestor.open(to: archivePeer, proposing: [Self.echo])
        }
        guard case .rejected(let rejection) = error else {
            Issue.record("not rejected: \(String(describing: error))")
            return
        }
        #expect(!rejection.isTransient && rejection.source == 1)
    }

    @Test func `a port without a listener is unreachable, with the peer's name`() throws {
        let nobody = try peer(on: try FreePort.find())
        let error = #expect(throws: NetworkError.self) { try requestor.open(to: nobody, proposing: [Self.echo]) }
        guard case .unreachable(let name, _) = error else {
            Issue.record("not unreachable: \(String(describing: error))")
            return
        }
        #expect(name == "archive")
    }

    @Test func `a host that does not exist is unreachable`() throws {
        var lost = try peer(on: 104)
        lost.host = "no such host.invalid"
        #expect(throws: NetworkError.self) { try requestor.open(to: lost, proposing: [Self.echo]) }
        lost.host = nil
        #expect(throws: NetworkError.unreachable(peer: "archive", reason: "no host is configured")) {
            try requestor.open(to: lost, proposing: [Self.echo])
        }
    }

    @Test func `a request to a silent peer ends at its deadline`() throws {
        let silent = try SilentListener()
        var deadlines = Deadlines()
        deadlines.request = 300
        let hasty = AssociationRequestor(
            callingAETitle: try #require(AETitle("THORAXD")), deadlines: deadlines)
        let silentPeer = try peer(on: silent.port)
        #expect(throws: NetworkError.timedOut(while: .requesting)) {
            try hasty.open(to: silentPeer, proposing: [Self.echo])
        }
    }

    @Test func `plays the requested role if the peer agrees`() throws {
        let syntaxes: [TransferSyntax] = [.explicitVRLittleEndian]
        let acceptor = RecordingAcceptor(offers: [
            SOPClass.computedRadiographyImage: .init(transferSyntaxes: syntaxes),
            SOPClass.basicTextSR: .init(transferSyntaxes: syntaxes, isSCP: false, isSCU: true),
            SOPClass.enhancedSR: .init(transferSyntaxes: syntaxes),
        ])
        let listener = try RunningListener(acceptor)
        var node = try peer(on: listener.port)
        node.aeTitle = try #require(AETitle("THORAXD"))
        let association = try requestor.open(
            to: node,
            proposing: [
                ContextProposal(SOPClass.computedRadiographyImage, syntaxes),
                ContextProposal(SOPClass.basicTextSR, syntaxes, isSCU: false, isSCP: true),
                ContextProposal(SOPClass.enhancedSR, syntaxes, isSCU: false, isSCP: true),
            ])
        let scu = try #require(association.contexts[1])
        #expect(scu.requestorIsSCU && !scu.requestorIsSCP)
        let scp = try #require(association.contexts[3])
        #expect(!scp.requestorIsSCU && scp.requestorIsSCP)
        #expect(association.contexts[5] == nil)
        try association.release()
    }
}
