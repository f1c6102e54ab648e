import FoundationEssentials
import WorkListDatabase

extension AuditEvent {
    /// What a person or a rule did (PS3.15 A.5.3): review is access to instances, removal the deletion of a study, and
    /// what an administrator did to tasks and users a security alert.
    init(_ act: Act, of source: AuditSource) {
        let actor = AuditParticipant(userID: act.actor, isRequestor: true, networkAddress: source.host)
        let participants = [actor, source.participant(isRequestor: false, role: .application)]
        let study = act.studyInstanceUID.map { AuditedStudy($0, of: act) }
        func accessed(_ action: Action) -> AuditEvent {
            AuditEvent(
                .instancesAccessed, type: .own(act.kind), action, at: act.at, participants: participants,
                objects: study?.objects().telling(act.detail) ?? [], studyInstanceUID: act.studyInstanceUID)
        }
        switch act.kind {
        case .opened, .released:
            self = accessed(.read)
        case .accepted, .edited, .rejected, .addended, .reportReturned:
            self = accessed(.update)
        case .removed where study != nil:
            self.init(
                .studyDeleted, .delete, at: act.at, participants: participants,
                objects: study?.objects().telling(act.detail) ?? [], studyInstanceUID: act.studyInstanceUID)
        case .exported where study != nil:
            let media = AuditParticipant(
                userID: act.detail["to"] ?? "file", isRequestor: false, role: .destinationMedia)
            self.init(
                .export, .read, at: act.at, participants: participants + [media],
                objects: study?.objects().telling(act.detail) ?? [], studyInstanceUID: act.studyInstanceUID)
        case .userAdded, .userChanged, .userRemoved:
            self.init(
                .securityAlert, type: .userSecurityAttributesChanged, .execute, at: act.at, participants: participants,
                objects: [.alertSubject(act.detail["login"] ?? "user", act.text)],
                studyInstanceUID: act.studyInstanceUID)
        default:
            self.init(
                .securityAlert, type: .own(act.kind), .execute, at: act.at, participants: participants,
                objects: [.alertSubject(act.studyInstanceUID ?? source.aeTitle, act.text)],
                studyInstanceUID: act.studyInstanceUID)
        }
    }
}

extension AuditCode {
    /// The kind of an act, `deliveryRetried` as `DELIVERY-RETRIED`.
    fileprivate static func own(_ kind: Act.Kind) -> AuditCode {
        let words = kind.rawValue.reduce(into: "") { $0 += $1.isUppercase ? " \($1)" : "\($1)" }
        return .own(words.uppercased().replacing(" ", with: "-"), words.capitalized)
    }
}

extension Act {
    /// What was done, for an alert.
    fileprivate var text: String {
        ([kind.rawValue] + detail.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }).joined(separator: " ")
    }
}

extension [AuditObject] {
    /// With the details of an act in the first.
    fileprivate func telling(_ detail: [String: String]) -> [AuditObject] {
        guard var first, !detail.isEmpty else { return self }
        for (name, value) in detail { first.details[name] = [UInt8](value.utf8) }
        return [first] + dropFirst()
    }
}
