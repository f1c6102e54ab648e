import FoundationEssentials
import WorkListDatabase

extension AuditEvent {
    /// Creates the event for an act (PS3.15 A.5.3): a review is an access to instances, a removal is a study deletion,
    /// and administrative changes to tasks and users are security alerts.
    init(_ act: Act, of source: AuditSource) {
        let actor = AuditParticipant(userID: act.actor, isRequestor: true, networkAddress: source.host)
        // An administrator who acts as a user: both are named, the account as the kernel said.
        let account = act.detail["account"].map {
            AuditParticipant(userID: $0, isRequestor: true, networkAddress: source.host)
        }
        let participants =
            [actor] + [account].compactMap(\.self) + [source.participant(isRequestor: false, role: .application)]
        let study = act.studyInstanceUID.map { AuditedStudy($0, of: act) }
        func accessed(_ action: Action) -> AuditEvent {
            AuditEvent(
                .instancesAccessed, type: .own(act.kind), action, at: act.at, participants: participants,
                objects: study?.objects().telling(act.detail) ?? [], studyInstanceUID: act.studyInstanceUID)
        }
        switch act.kind {
        case .opened, .released:
            self = accessed(.read)
        case .accepted, .edited, .rejected, .addended, .withdrawn, .impressionRecorded, .reportReturned,
            .reportConfirmed,
            .reportDismissed, .decisionConfirmed, .quarantineReleased:
            self = accessed(.update)
        case .retried, .requeued, .held, .unheld, .prioritised, .documentsRetried, .deliveryRetried,
            .deliveryWithdrawn:
            // Ordinary work on a study, not an alert; without a study it concerns the application.
            self =
                study != nil
                ? accessed(.update)
                : AuditEvent(
                    .applicationActivity, type: .own(act.kind), .execute, at: act.at, participants: participants,
                    objects: [], studyInstanceUID: nil)
        case .imagesRemoved where study != nil:
            self = accessed(.delete)
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
        case .userAdded, .userChanged, .userRemoved, .passwordSet, .sessionEnded:
            self.init(
                .securityAlert, type: .userSecurityAttributesChanged, .execute, at: act.at, participants: participants,
                objects: [.alertSubject(act.detail["login"] ?? "user", act.text)],
                studyInstanceUID: act.studyInstanceUID)
        case .tokenAdded, .tokenRevoked:
            self.init(
                .securityAlert, type: .userSecurityAttributesChanged, .execute, at: act.at, participants: participants,
                objects: [.alertSubject(act.detail["token"] ?? "token", act.text)],
                studyInstanceUID: act.studyInstanceUID)
        default:
            self.init(
                .securityAlert, type: .own(act.kind), .execute, at: act.at, participants: participants,
                objects: [.alertSubject(act.studyInstanceUID ?? source.aeTitle, act.text)],
                studyInstanceUID: act.studyInstanceUID)
        }
    }

    /// Creates the event for an act that this program cannot read.
    init(
        unreadableAct id: Int64, kind: String, actor: String, at: Date, studyInstanceUID: String?,
        of source: AuditSource
    ) {
        self.init(
            .securityAlert, type: .unreadableAct, .execute, at: at,
            participants: [
                AuditParticipant(userID: actor, isRequestor: true, networkAddress: source.host),
                source.participant(isRequestor: false, role: .application),
            ],
            objects: [.alertSubject(studyInstanceUID ?? source.aeTitle, "act \(id) of kind \(kind) cannot be read")],
            studyInstanceUID: studyInstanceUID)
    }
}

extension AuditCode {
    /// Returns the code for a kind of act, for instance `DELIVERY-RETRIED` for `deliveryRetried`.
    static func own(_ kind: Act.Kind) -> AuditCode {
        let words = kind.rawValue.reduce(into: "") { $0 += $1.isUppercase ? " \($1)" : "\($1)" }
        return .own(words.uppercased().replacing(" ", with: "-"), words.capitalized)
    }
}

extension Act {
    /// Description of the act for a security alert.
    fileprivate var text: String {
        ([kind.rawValue] + detail.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }).joined(separator: " ")
    }
}

extension [AuditObject] {
    /// Returns the objects with the details of an act added to the first.
    fileprivate func telling(_ detail: [String: String]) -> [AuditObject] {
        guard var first, !detail.isEmpty else { return self }
        for (name, value) in detail { first.details[name] = [UInt8](value.utf8) }
        return [first] + dropFirst()
    }
}
