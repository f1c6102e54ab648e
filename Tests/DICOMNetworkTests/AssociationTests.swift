import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Foundation
import TestHarness
import Testing

private let radiograph = TestPeer.Proposal(1, SOPClass.computedRadiographyImage, [.explicitVRLittleEndian])

private func storeRequest() -> CommandSet {
    var command = TestPeer.request(.storeRequest, SOPClass.computedRadiographyImage, hasDataSet: true)
    command.setText(.affectedSOPInstanceUID, "1.2.3")
    return command
}

@Suite(.blocking, .timeLimit(.minutes(10)))
struct AssociationTests {
    let acceptor = RecordingAcceptor()

    @Test(arguments: [2, 7, 4096, 65_536, 131_066])
    func `passes on data sets byte for byte, whatever the size of their fragments`(size: Int) async throws {
        let running = try RunningListener(acceptor)
        let peer = try TestPeer(port: running.port)
        _ = try peer.associate([radiograph])
        let count = min(400_000, size * 300)
        let dataSet = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        try peer.send(storeRequest(), context: 1, dataSet: dataSet, fragmentSize: size)
        #expect(try peer.readMessage()?.command[.status] == 0)
        #expect(try peer.release())
        #expect(acceptor.events.contains(.received(field: .storeRequest, dataSet: dataSet)))
    }

    @Test(arguments: [130_048, 130_054, 130_060, 131_072])
    func `accepts PDUs a few bytes over the maximum that it states`(length: Int) async throws {
        let running = try RunningListener(acceptor)
        let peer = try TestPeer(port: running.port)
        try peer.socket.send(TestPeer.associateRequest([radiograph]))
        let answer = try #require(try peer.readPDU())
        #expect(answer.type == 0x02)
        // Maximum Length Received (PS3.8 D.1).
        #expect(answer.body.firstRange(of: [0x51, 0, 0, 4, 0, 1, 0xFC, 0]) != nil)
        let dataSet = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        try peer.send(storeRequest(), context: 1, dataSet: dataSet, fragmentSize: length - 6)
        #expect(try peer.readMessage()?.command[.status] == 0)
        #expect(try peer.release())
        #expect(acceptor.events.contains(.received(field: .storeRequest, dataSet: dataSet)))
    }

    @Test func `refuses a PDU far over the maximum that it states`() async throws {
        let running = try RunningListener(acceptor)
        let peer = try TestPeer(port: running.port)
        _ = try peer.associate([radiograph])
        try peer.sendFragment(storeRequest().encoded, context: 1, isCommand: true, isLast: true)
        try? peer.sendFragment([UInt8](repeating: 0, count: 140_000), context: 1, isCommand: false, isLast: true)
        #expect(try peer.readMessage() == nil)
        #expect(!acceptor.events.contains { if case .received = $0 { true } else { false } })
    }

    @Test func `reads a command set that comes in pieces, and several fragments in one PDU`() throws {
        let running = try RunningListener(acceptor)
        let peer = try TestPeer(port: running.port)
        _ = try peer.associate([radiograph])
        let command = storeRequest().encoded
        for byte in command.dropLast(2) { try peer.sendFragment([byte], context: 1, isCommand: true, isLast: false) }
        let last: [UInt8] = [0, 0, 0, 4, 1, 3] + command.suffix(2)
        let data: [UInt8] = [0, 0, 0, 4, 1, 0, 9, 9] + [0, 0, 0, 4, 1, 2, 8, 8]
        try peer.socket.send(TestPeer.pdu(0x04, last + data))
        #expect(try peer.readMessage()?.command.field == .storeResponse)
        #expect(acceptor.events.contains(.received(field: .storeRequest, dataSet: [9, 9, 8, 8])))
    }

    enum Violation: CaseIterable {
        case dataSetFirst, commandWithinDataSet, contextNotAccepted, endlessCommand, elementTooLong, wrongGroup
        case fragmentLongerThanPDU, fragmentWithoutHeader, emptyPDU, PDUTooLong, releaseWithinMessage, associateAgain,
            unknownPDU

        func send(_ peer: TestPeer) throws {
            let command = storeRequest().encoded
            switch self {
            case .dataSetFirst: try peer.sendFragment([1, 2], context: 1, isCommand: false, isLast: true)
            case .commandWithinDataSet:
                try peer.sendFragment(command, context: 1, isCommand: true, isLast: true)
                try peer.sendFragment(command, context: 1, isCommand: true, isLast: true)
            case .contextNotAccepted: try peer.sendFragment(command, context: 5, isCommand: true, isLast: true)
            case .endlessCommand:
                for _ in 0..<40 {
                    try peer.sendFragment(
                        [UInt8](repeating: 0, count: 4096), context: 1, isCommand: true, isLast: false)
                }
            case .elementTooLong:
                try peer.sendFragment(
                    [0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF], context: 1, isCommand: true, isLast: true)
            case .wrongGroup:
                try peer.sendFragment([8, 0, 0, 1, 0, 0, 0, 0], context: 1, isCommand: true, isLast: true)
            case .fragmentLongerThanPDU: try peer.socket.send(TestPeer.pdu(0x04, [0x7F, 0xFF, 0xFF, 0xFF, 1, 3, 0]))
            case .fragmentWithoutHeader:
                try peer.socket.send(TestPeer.pdu(0x04, [0, 0, 0, 0]))
                try peer.socket.send(TestPeer.pdu(0x04, [0, 0, 0, 1, 1]))
                try peer.socket.send(TestPeer.pdu(0x04, [0, 0, 0, 4, 1, 1, 0, 0, 0, 0, 0, 0]))
            case .emptyPDU: try peer.socket.send(TestPeer.pdu(0x04, []))
            case .PDUTooLong: try peer.socket.send([0x04, 0, 0x7F, 0xFF, 0xFF, 0xFF])
            case .releaseWithinMessage:
                try peer.sendFragment(command, context: 1, isCommand: true, isLast: true)
                try peer.socket.send(TestPeer.pdu(0x05, [0, 0, 0, 0]))
            case .associateAgain: try peer.socket.send(TestPeer.associateRequest([radiograph]))
            case .unknownPDU: try peer.socket.send(TestPeer.pdu(0x2A, [1, 2, 3, 4]))
            }
        }
    }

    @Test(arguments: Violation.allCases)
    func `aborts an association that violates the protocol, and no other`(violation: Violation) async throws {
        var deadlines = Deadlines()
        deadlines.message = 1000
        deadlines.idle = 600_000
        let running = try RunningListener(acceptor, deadlines: deadlines)
        let other = try TestPeer(port: running.port)
        _ = try other.associate([radiograph])
        let peer = try TestPeer(port: running.port)
        _ = try peer.associate([radiograph])
        try? violation.send(peer)
        // An A-ABORT may be lost if the node closes with our bytes unread; the connection ends in either case.
        if let answer = try peer.readPDU() { #expect(answer.type == 0x07, "\(violation)") }
        peer.socket.vanish()
        _ = try await acceptor.waitFor { if case .ended = $0 { true } else { false } }
        #expect(try other.store([1, 2], SOPClass.computedRadiographyImage, "1.2.3") == .success)
        #expect(try other.release())
    }

    @Test func `aborts a peer that is silent between messages or within one`() async throws {
        var deadlines = Deadlines()
        deadlines.idle = 200
        deadlines.message = 200
        let running = try RunningListener(acceptor, deadlines: deadlines)
        let idle = try TestPeer(port: running.port)
        _ = try idle.associate([radiograph])
        let within = try TestPeer(port: running.port)
        _ = try within.associate([radiograph])
        try within.sendFragment(storeRequest().encoded, context: 1, isCommand: true, isLast: true)
        try within.sendFragment([1, 2], context: 1, isCommand: false, isLast: false)
        #expect(try idle.readPDU()?.type == 0x07)
        #expect(try within.readPDU()?.type == 0x07)
        _ = try await acceptor.waitFor { $0 == .ended(.timedOut(while: .idle)) }
        _ = try await acceptor.waitFor { $0 == .ended(.timedOut(while: .receiving)) }
    }

    @Test func `aborts a peer that sends its data set below the least rate, without ever being silent`() async throws {
        var deadlines = Deadlines()
        deadlines.message = 1000
        deadlines.leastRate = 100_000_000
        let running = try RunningListener(acceptor, deadlines: deadlines)
        let peer = try TestPeer(port: running.port)
        _ = try peer.associate([radiograph])
        try peer.sendFragment(storeRequest().encoded, context: 1, isCommand: true, isLast: true)
        let isRefused = eventually {
            (try? peer.sendFragment([1, 2], context: 1, isCommand: false, isLast: false)) == nil
        }
        #expect(isRefused)
        _ = try await acceptor.waitFor { $0 == .ended(.timedOut(while: .receiving)) }
    }

    @Test func `distinguishes an abort from a broken connection`() async throws {
        let running = try RunningListener(acceptor)
        let aborting = try TestPeer(port: running.port)
        _ = try aborting.associate([radiograph])
        try aborting.socket.send(TestPeer.pdu(0x07, [0, 0, 0, 0]))
        _ = try await acceptor.waitFor { $0 == .ended(.aborted) }
        let vanishing = try TestPeer(port: running.port)
        _ = try vanishing.associate([radiograph])
        vanishing.socket.vanish()
        _ = try await acceptor.waitFor { $0 == .ended(.closed) }
    }
}
