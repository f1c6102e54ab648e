package import DICOMCore
import DICOMNetwork

/// An association requestor that writes its PDUs byte by byte (PS3.8 9.3) and so can write invalid ones.
package final class TestPeer {
    package let socket: TestSocket

    /// Connects to a numeric address.
    package init(_ host: String = "127.0.0.1", port: UInt16) throws { socket = try TestSocket(host, port: port) }

    /// A context to propose.
    package struct Proposal {
        let identifier: UInt8
        let abstractSyntax: UID
        let transferSyntaxes: [String]
        let asSCP: Bool

        /// The requestor is SCU, or SCP if `asSCP`.
        package init(
            _ identifier: UInt8, _ abstractSyntax: UID, _ transferSyntaxes: [TransferSyntax], asSCP: Bool = false
        ) {
            self.identifier = identifier
            self.abstractSyntax = abstractSyntax
            self.transferSyntaxes = transferSyntaxes.map(\.uid.description)
            self.asSCP = asSCP
        }
    }

    /// The answer to an association request.
    package enum Reply: Equatable {
        /// Transfer syntax by context; without refused contexts.
        case accepted([UInt8: String])
        case rejected(result: UInt8, source: UInt8, reason: UInt8)
        case aborted
        case closed
    }

    /// Requests an association and waits for the answer.
    package func associate(
        _ proposals: [Proposal], calling: String = "MODALITY", called: String = "THORAXD", maxPDU: UInt32 = 131_072
    ) throws -> Reply {
        try socket.send(TestPeer.associateRequest(proposals, calling: calling, called: called, maxPDU: maxPDU))
        return try readReply()
    }

    /// The encoded A-ASSOCIATE-RQ.
    package static func associateRequest(
        _ proposals: [Proposal], calling: String = "MODALITY", called: String = "THORAXD", maxPDU: UInt32 = 131_072
    ) -> [UInt8] {
        func padded(_ title: String) -> [UInt8] { Array((title + String(repeating: " ", count: 16)).utf8.prefix(16)) }
        var body: [UInt8] = [0, 1, 0, 0] + padded(called) + padded(calling) + [UInt8](repeating: 0, count: 32)
        body += item(0x10, Array("1.2.840.10008.3.1.1.1".utf8))
        for proposal in proposals {
            let syntaxes = proposal.transferSyntaxes.flatMap { item(0x40, Array($0.utf8)) }
            let abstract = item(0x30, Array(proposal.abstractSyntax.description.utf8))
            body += item(0x20, [proposal.identifier, 0, 0, 0] + abstract + syntaxes)
        }
        var user = item(0x51, withUnsafeBytes(of: maxPDU.bigEndian) { Array($0) }) + item(0x52, Array("2.25.1".utf8))
        for proposal in proposals where proposal.asSCP {
            let uid = Array(proposal.abstractSyntax.description.utf8)
            user += item(0x54, [0, UInt8(uid.count)] + uid + [0, 1])
        }
        body += item(0x50, user)
        return pdu(0x01, body)
    }

    private func readReply() throws -> Reply {
        guard let (type, body) = try readPDU() else { return .closed }
        switch type {
        case 0x02: return .accepted(TestPeer.acceptedContexts(in: body))
        case 0x03: return .rejected(result: body[1], source: body[2], reason: body[3])
        default: return .aborted
        }
    }

    private static func acceptedContexts(in body: [UInt8]) -> [UInt8: String] {
        var accepted: [UInt8: String] = [:]
        var offset = 68
        while offset + 4 <= body.count {
            let length = Int(body[offset + 2]) << 8 | Int(body[offset + 3])
            let value = body[(offset + 4)..<(offset + 4 + length)]
            if body[offset] == 0x21, body[offset + 6] == 0 {
                accepted[body[offset + 4]] = String(decoding: value.dropFirst(8), as: UTF8.self)
            }
            offset += 4 + length
        }
        return accepted
    }

    private static func item(_ type: UInt8, _ value: [UInt8]) -> [UInt8] {
        [type, 0, UInt8(value.count >> 8), UInt8(value.count & 0xFF)] + value
    }

    /// Sends a PDU with the right length in its header.
    package static func pdu(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
        [type, 0] + (0..<4).reversed().map { UInt8(truncatingIfNeeded: body.count >> (8 * $0)) } + body
    }

    /// The next PDU; `nil` if the connection ended.
    package func readPDU() throws -> (type: UInt8, body: [UInt8])? {
        guard let head = try socket.receive(6) else { return nil }
        let length = head[2...].reduce(0) { $0 << 8 | Int($1) }
        return (head[0], length == 0 ? [] : try socket.receive(length) ?? [])
    }
}
