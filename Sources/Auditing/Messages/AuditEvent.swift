package import FoundationEssentials

/// One event of the audit trail (PS3.15 A.5): who did what to which patient's objects, when, and with what outcome.
package struct AuditEvent: Sendable, Equatable {
    /// The action on the objects.
    package enum Action: String, Sendable {
        case create = "C"
        case read = "R"
        case update = "U"
        case delete = "D"
        case execute = "E"
    }

    /// The outcome of the event. A partial success is recorded as two events (PS3.15 A.5.2).
    package enum Outcome: Sendable, Equatable {
        case success
        /// Failed for a reason, which must not contain a patient's name or ID.
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
    /// The study of the event, if there is exactly one.
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

/// An active participant of an event (PS3.15 A.5.2.1).
package struct AuditParticipant: Sendable, Equatable {
    let userID: String
    /// Its AE titles; written as `AETITLES=…`.
    var aeTitles: [String] = []
    var name: String?
    let isRequestor: Bool
    var role: AuditCode?
    /// Host name or numeric address.
    var networkAddress: String?

    /// Returns the participant for the remote application entity.
    static func peer(
        _ aeTitle: String, address: String?, isRequestor: Bool, role: AuditCode? = nil
    ) -> AuditParticipant {
        AuditParticipant(
            userID: aeTitle.isEmpty ? address ?? "unknown" : aeTitle, aeTitles: aeTitle.isEmpty ? [] : [aeTitle],
            isRequestor: isRequestor, role: role, networkAddress: address)
    }
}

extension AuditParticipant {
    /// Returns the participant for a caller. Its user ID is the AE title, the name of the token, or the login.
    static func caller(
        _ caller: AuditOccurrence.Caller, isRequestor: Bool = true, role: AuditCode? = nil
    ) -> AuditParticipant {
        let name: String? =
            switch caller.kind {
            case .applicationEntity: nil
            case .token: "web client"
            case .user: "user of the page"
            }
        guard let name else {
            return .peer(caller.name, address: caller.address, isRequestor: isRequestor, role: role)
        }
        return AuditParticipant(
            userID: caller.name.isEmpty ? "unknown" : caller.name, name: name, isRequestor: isRequestor,
            role: role, networkAddress: caller.address)
    }
}

/// This daemon, as named in its messages.
package struct AuditSource: Sendable, Equatable {
    /// Address and AE title of a configured peer.
    package struct Peer: Sendable, Equatable {
        let aeTitle: String
        let host: String?

        package init(aeTitle: String, host: String?) {
            self.aeTitle = aeTitle
            self.host = host
        }
    }

    package let aeTitle: String
    /// Host name of this machine.
    package let host: String
    package let processID: Int32
    /// Peers that documents are delivered to, by name.
    package let peers: [String: Peer]

    package init(aeTitle: String, host: String, processID: Int32, peers: [String: Peer]) {
        self.aeTitle = aeTitle
        self.host = host
        self.processID = processID
        self.peers = peers
    }

    /// Returns the participant for the daemon itself.
    func participant(isRequestor: Bool, role: AuditCode? = nil) -> AuditParticipant {
        AuditParticipant(
            userID: "\(processID)", aeTitles: [aeTitle], name: "thoraxd", isRequestor: isRequestor, role: role,
            networkAddress: host)
    }

    /// Returns the participant for a peer, by its name in the outbox.
    func participant(named name: String, role: AuditCode) -> AuditParticipant {
        let peer = peers[name]
        return .peer(peer?.aeTitle ?? name, address: peer?.host, isRequestor: false, role: role)
    }
}
