package import FoundationEssentials

/// One event as the audit trail tells it (PS3.15 A.5): who did what to whose objects, when, and how it went.
package struct AuditEvent: Sendable, Equatable {
    /// What was done to the objects.
    package enum Action: String, Sendable {
        case create = "C"
        case read = "R"
        case update = "U"
        case delete = "D"
        case execute = "E"
    }

    /// How it went. What went well in part is two events (PS3.15 A.5.2).
    package enum Outcome: Sendable, Equatable {
        case success
        /// With why, never with a patient's name or id.
        case failure(reason: String)

        /// Event Outcome Indicator: 0, or 4 for a minor failure.
        package var indicator: Int { self == .success ? 0 : 4 }
    }

    package let id: AuditEventID
    package var type: AuditCode?
    package let action: Action
    package let at: Date
    package let outcome: Outcome
    package let participants: [AuditParticipant]
    package let objects: [AuditObject]
    /// The one study it is about, where it is about one.
    package let studyInstanceUID: String?

    init(
        _ id: AuditEventID, type: AuditCode? = nil, _ action: Action, at: Date, _ outcome: Outcome = .success,
        participants: [AuditParticipant], objects: [AuditObject], studyInstanceUID: String? = nil
    ) {
        self.id = id
        self.type = type
        self.action = action
        self.at = at
        self.outcome = outcome
        self.participants = participants
        self.objects = objects
        self.studyInstanceUID = studyInstanceUID
    }
}

/// Who took part in an event (PS3.15 A.5.2.1).
package struct AuditParticipant: Sendable, Equatable {
    let userID: String
    /// What it calls itself in DICOM; written `AETITLES=…`.
    var aeTitles: [String] = []
    var name: String?
    let isRequestor: Bool
    var role: AuditCode?
    /// Host name or numeric address.
    var networkAddress: String?

    /// The Application Entity at the other end.
    static func peer(
        _ aeTitle: String, address: String?, isRequestor: Bool, role: AuditCode? = nil
    ) -> AuditParticipant {
        AuditParticipant(
            userID: aeTitle.isEmpty ? address ?? "unknown" : aeTitle, aeTitles: aeTitle.isEmpty ? [] : [aeTitle],
            isRequestor: isRequestor, role: role, networkAddress: address)
    }
}

/// This daemon, as its messages name it.
package struct AuditSource: Sendable, Equatable {
    /// Where a peer of the configuration is.
    package struct Peer: Sendable, Equatable {
        let aeTitle: String
        let host: String?

        package init(aeTitle: String, host: String?) {
            self.aeTitle = aeTitle
            self.host = host
        }
    }

    package let aeTitle: String
    /// Name of the machine.
    package let host: String
    package let processID: Int32
    /// Peers that are delivered to, by name.
    package let peers: [String: Peer]

    package init(aeTitle: String, host: String, processID: Int32, peers: [String: Peer]) {
        self.aeTitle = aeTitle
        self.host = host
        self.processID = processID
        self.peers = peers
    }

    /// The daemon itself as a participant.
    func participant(isRequestor: Bool, role: AuditCode? = nil) -> AuditParticipant {
        AuditParticipant(
            userID: "\(processID)", aeTitles: [aeTitle], name: "thoraxd", isRequestor: isRequestor, role: role,
            networkAddress: host)
    }

    /// A peer by the name the outbox knows it by.
    func participant(named name: String, role: AuditCode) -> AuditParticipant {
        let peer = peers[name]
        return .peer(peer?.aeTitle ?? name, address: peer?.host, isRequestor: false, role: role)
    }
}
