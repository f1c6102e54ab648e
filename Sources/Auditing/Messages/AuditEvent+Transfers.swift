import FoundationEssentials

extension AuditEvent {
    /// Objects of a study came from a peer and are kept; `reason` where they were put aside instead.
    static func received(
        _ study: AuditedStudy, _ instances: [String: Int], from aeTitle: String, at: Date, putAsideFor reason: String?,
        by source: AuditSource
    ) -> AuditEvent {
        AuditEvent(
            // Other bytes under the identifier of a stored object would have changed it.
            .instancesTransferred, reason == nil ? .create : .update, at: at, Outcome(reason),
            participants: [
                .peer(aeTitle, address: nil, isRequestor: true, role: .sourceRole),
                source.participant(isRequestor: false, role: .destinationRole),
            ],
            objects: study.objects(instances), studyInstanceUID: study.studyInstanceUID)
    }

    /// The documents of a draft or of its review were written.
    static func produced(
        _ study: AuditedStudy, _ instances: [String: Int], at: Date, by source: AuditSource
    ) -> AuditEvent {
        AuditEvent(
            .instancesAccessed, .create, at: at, participants: [source.participant(isRequestor: true)],
            objects: study.objects(instances), studyInstanceUID: study.studyInstanceUID)
    }

    /// What a transfer from here to somebody is.
    struct Transfer {
        let study: AuditedStudy
        let instances: [String: Int]
        let destination: AuditParticipant
        /// Who asked for it, where it is not the daemon.
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
