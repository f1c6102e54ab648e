import Platform
import WorkListDatabase

/// Something that a message must say, to select messages of the trail.
package enum AuditText: Sendable {
    /// A participant: the login of a user, an AE title or a peer's name.
    case participant(String)
    /// The host or address of a participant.
    case address(String)
    /// The kind of act or event that it records.
    case kind(AuditKind)

    /// XML of a message that says it, which contains one of these (PS3.15 A.5.1).
    var markups: [String] {
        switch self {
        case .participant(let id): [" UserID=\"\(XMLText.escape(id))\""]
        case .address(let address): [" NetworkAccessPointID=\"\(XMLText.escape(address))\""]
        case .kind(let kind): kind.markups
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

    /// The code of the event's type, or of the act whose event has no type; nil if it has none.
    package var kind: String? {
        if let type = message.firstMatch(of: /<EventTypeCode csd-code="([^"]*)"/) { return String(type.1) }
        return switch AuditEventID(rawValue: event) {
        case .studyDeleted?: AuditCode.own(.removed).value
        case .export?: AuditCode.own(.exported).value
        default: nil
        }
    }
}
