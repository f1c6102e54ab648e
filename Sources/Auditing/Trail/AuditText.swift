import Platform

/// Something that a message must say, to select messages of the trail.
package enum AuditText: Sendable {
    /// A participant: the login of a user, an AE title or a peer's name.
    case participant(String)
    /// The host or address of a participant.
    case address(String)
    /// The type of an event of this program, for instance `REQUEUED`, or its code in DICOM.
    case kind(String)

    /// As the XML of a message has it (PS3.15 A.5.1).
    var markup: String {
        switch self {
        case .participant(let id): " UserID=\"\(XMLText.escape(id))\""
        case .address(let address): " NetworkAccessPointID=\"\(XMLText.escape(address))\""
        case .kind(let code): "<EventTypeCode csd-code=\"\(XMLText.escape(code.uppercased()))\""
        }
    }
}

extension AuditRecord {
    /// The participant that requested what the message records, and where it was.
    package var requestor: (userID: String, address: String?)? {
        for part in message.split(separator: "<ActiveParticipant ") where part.contains("UserIsRequestor=\"true\"") {
            guard let user = part.firstMatch(of: /UserID="([^"]*)"/) else { continue }
            let address = part.prefix { $0 != ">" }.firstMatch(of: /NetworkAccessPointID="([^"]*)"/)
            return (String(user.1), address.map { String($0.1) })
        }
        return nil
    }

    /// The code of the event's type; nil if it has none.
    package var kind: String? { message.firstMatch(of: /<EventTypeCode csd-code="([^"]*)"/).map { String($0.1) } }
}
