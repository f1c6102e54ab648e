import FoundationEssentials

extension AuditEvent {
    /// Returns the event for objects of a study that a peer stored; with `reason` when they were quarantined instead.
    static func received(
        _ study: AuditedStudy, _ instances: [String: Int], from aeTitle: String, at: Date, putAsideFor reason: String?,
        by source: AuditSource
    ) -> AuditEvent {
        AuditEvent(
            // Different bytes under the UID of a stored object would have changed that object.
            .instancesTransferred, reason == nil ? .create : .update, at: at, Outcome(reason),
            participants: [
                .peer(aeTitle, address: nil, isRequestor: true, role: .sourceRole),
                source.participant(isRequestor: false, role: .destinationRole),
            ],
            objects: study.objects(instances), studyInstanceUID: study.studyInstanceUID)
    }

    /// Returns the event for objects that a client wanted to store and that were refused.
    ///
    /// - Parameter study: nil if it is not known.
    static func notStored(
        _ instances: [String: Int], of study: AuditedStudy?, _ reason: String, by caller: AuditOccurrence.Caller,
        at: Date, in source: AuditSource
    ) -> AuditEvent {
        AuditEvent(
            .instancesTransferred, .create, at: at, .failure(reason: reason),
            participants: [
                .caller(caller, role: .sourceRole), source.participant(isRequestor: false, role: .destinationRole),
            ],
            objects: (study ?? AuditedStudy(unknown: "unknown")).objects(instances),
            studyInstanceUID: study?.studyInstanceUID)
    }

    /// Returns the event for the documents written for a draft or its review.
    static func produced(
        _ study: AuditedStudy, _ instances: [String: Int], at: Date, by source: AuditSource
    ) -> AuditEvent {
        AuditEvent(
            .instancesAccessed, .create, at: at, participants: [source.participant(isRequestor: true)],
            objects: study.objects(instances), studyInstanceUID: study.studyInstanceUID)
    }

    /// A transfer from this node to another application.
    struct Transfer {
        let study: AuditedStudy
        let instances: [String: Int]
        let destination: AuditParticipant
        /// The application that requested it, if it was not the daemon.
        let requestor: AuditParticipant?

        fileprivate func participants(_ source: AuditSource) -> [AuditParticipant] {
            let isOwn = requestor == nil && !destination.isRequestor
            return [source.participant(isRequestor: isOwn, role: .sourceRole), destination]
                + (requestor.map { [$0] } ?? [])
        }
    }

    static func began(_ transfer: Transfer, at: Date, by source: AuditSource) -> AuditEvent {
        AuditEvent(
            .beginTransferring, .execute, at: at, participants: transfer.participants(source),
            objects: transfer.study.objects(transfer.instances), studyInstanceUID: transfer.study.studyInstanceUID)
    }

    static func ended(_ transfer: Transfer, at: Date, failure: String?, by source: AuditSource) -> AuditEvent {
        AuditEvent(
            .instancesTransferred, .read, at: at, Outcome(failure), participants: transfer.participants(source),
            objects: transfer.study.objects(transfer.instances), studyInstanceUID: transfer.study.studyInstanceUID)
    }
}

extension AuditEvent.Outcome {
    init(_ reason: String?) { self = reason.map { .failure(reason: $0) } ?? .success }
}
