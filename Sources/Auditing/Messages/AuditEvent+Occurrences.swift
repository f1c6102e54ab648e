import FoundationEssentials

extension AuditEvent {
    /// - Parameter study: looks up a study in the work list by its UID.
    init(
        _ occurrence: AuditOccurrence, of source: AuditSource, study: (String) throws -> AuditedStudy
    ) rethrows {
        let at = occurrence.at
        switch occurrence.what {
        case .started: self = .activity(.applicationStart, at: at, of: source)
        case .stopped: self = .activity(.applicationStop, at: at, of: source)
        case .queried(let caller, let query):
            self = .queried(query, by: caller, at: at, of: source)
        case .queriedAgain(let caller, let query, let count):
            self = .queriedAgain(query, count, by: caller, at: at, of: source)
        case .retrievalBegan(let caller, let retrieval):
            self = .began(
                Transfer(retrieval, by: caller, of: try study(retrieval.studyInstanceUID)), at: at, by: source)
        case .retrievalEnded(let caller, let retrieval, let failure):
            let transfer = Transfer(retrieval, by: caller, of: try study(retrieval.studyInstanceUID))
            self = .ended(transfer, at: at, failure: failure, by: source)
        case .accessed(let caller, let retrieval):
            let study = try study(retrieval.studyInstanceUID)
            self = .accessed(study.objects(retrieval.instances), of: study, by: caller, at: at, from: source)
        case .accessedAgain(let caller, let studyInstanceUID, let count):
            let study = try study(studyInstanceUID)
            var objects = study.objects()
            objects[0].details["Repetitions"] = Array("\(count)".utf8)
            self = .accessed(objects, of: study, by: caller, at: at, from: source)
        case .storeRefused(let caller, let refusal):
            self = .notStored(
                refusal.instances, of: try refusal.studyInstanceUID.map(study), refusal.reason, by: caller, at: at,
                in: source)
        case .storeRefusedAgain(let caller, let studyInstanceUID, let count):
            self = .notStored(
                [:], of: try studyInstanceUID.map(study), "refused \(count) more times", by: caller, at: at, in: source)
        case .rejected(let caller, let reason):
            let peer = AuditParticipant.caller(caller)
            self = .refused(peer, .associationRejected, caller.address, reason, at: at, of: source)
        case .notAuthenticated(let address, let reason):
            let peer = AuditParticipant.peer("", address: address, isRequestor: true)
            self = .refused(peer, .nodeAuthentication, address, reason, at: at, of: source)
        case .refusedAgain(let address, let count):
            let peer = AuditParticipant.peer("", address: address, isRequestor: true)
            let origin = address == nil ? "further addresses" : "this address"
            let reason = "\(count) more associations and connections from \(origin) were refused"
            self = .refused(peer, .associationRejected, address ?? "unknown", reason, at: at, of: source)
        case .signedIn(let caller): self = .authentication(.login, of: caller, at: at, by: source)
        case .signInFailed(let caller, let reason):
            self = .authentication(.login, of: caller, at: at, by: source, .failure(reason: reason))
        case .signedOut(let caller, let isByTime):
            self = .authentication(.logout, of: caller, isRequestor: !isByTime, at: at, by: source)
        case .signInsFailed(let caller, let count):
            let reason = "\(count) sign-ins in a row failed"
            self = .refused(.caller(caller), .signInsFailed, caller.address, reason, at: at, of: source)
        case .changeRefused(let account, let change, let reason):
            self = .changeRefused("\(change): \(reason)", to: account, at: at, of: source)
        case .changeRefusedAgain(let account, let change, let count):
            self = .changeRefused("\(change) was refused \(count) more times", to: account, at: at, of: source)
        case .lost(let count):
            let reason = "\(count) events were lost before they could be written"
            self.init(
                .securityAlert, type: .auditRecordingStopped, .execute, at: at, .failure(reason: reason),
                participants: [source.participant(isRequestor: true, role: .application)],
                objects: [.alertSubject(source.aeTitle, reason)])
        }
    }

    private static func activity(_ type: AuditCode, at: Date, of source: AuditSource) -> AuditEvent {
        AuditEvent(
            .applicationActivity, type: type, .execute, at: at,
            participants: [source.participant(isRequestor: false, role: .application)], objects: [])
    }

    private static func authentication(
        _ type: AuditCode, of caller: AuditOccurrence.Caller, isRequestor: Bool = true, at: Date,
        by source: AuditSource, _ outcome: Outcome = .success
    ) -> AuditEvent {
        AuditEvent(
            .userAuthentication, type: type, .execute, at: at, outcome,
            participants: [
                .caller(caller, isRequestor: isRequestor),
                source.participant(isRequestor: !isRequestor, role: .application),
            ], objects: [])
    }

    private static func accessed(
        _ objects: [AuditObject], of study: AuditedStudy, by caller: AuditOccurrence.Caller, at: Date,
        from source: AuditSource
    ) -> AuditEvent {
        AuditEvent(
            .instancesAccessed, .read, at: at,
            participants: [.caller(caller), source.participant(isRequestor: false)], objects: objects,
            studyInstanceUID: study.studyInstanceUID)
    }

    private static func queried(
        _ query: AuditOccurrence.Query, by caller: AuditOccurrence.Caller, at: Date, of source: AuditSource,
        repeated: [String: [UInt8]] = [:]
    ) -> AuditEvent {
        let syntax = query.transferSyntaxUID.isEmpty ? [:] : ["TransferSyntax": Array(query.transferSyntaxUID.utf8)]
        return AuditEvent(
            .query, .execute, at: at, Outcome(query.failure),
            participants: [
                .caller(caller, role: .sourceRole),
                source.participant(isRequestor: false, role: .destinationRole),
            ],
            objects: [
                AuditObject(
                    kind: .query, id: query.sopClassUID, label: .query(query.identifier),
                    details: syntax.merging(repeated) { $1 })
            ])
    }

    /// Records how often a query was repeated, or how many queries were not recorded with their content.
    private static func queriedAgain(
        _ query: AuditOccurrence.Query?, _ count: Int, by caller: AuditOccurrence.Caller, at: Date,
        of source: AuditSource
    ) -> AuditEvent {
        let many = query == nil ? "FurtherQueries" : "Repetitions"
        let unknown = AuditOccurrence.Query(sopClassUID: "unknown", transferSyntaxUID: "", identifier: [], failure: nil)
        return queried(query ?? unknown, by: caller, at: at, of: source, repeated: [many: Array("\(count)".utf8)])
    }

    private static func changeRefused(
        _ reason: String, to account: String, at: Date, of source: AuditSource
    ) -> AuditEvent {
        AuditEvent(
            .securityAlert, type: .restrictedFunction, .execute, at: at, .failure(reason: reason),
            participants: [
                AuditParticipant(userID: account, isRequestor: true, networkAddress: source.host),
                source.participant(isRequestor: false, role: .application),
            ],
            objects: [.alertSubject(source.aeTitle, reason)])
    }

    private static func refused(
        _ peer: AuditParticipant, _ type: AuditCode, _ address: String, _ reason: String, at: Date,
        of source: AuditSource
    ) -> AuditEvent {
        AuditEvent(
            .securityAlert, type: type, .execute, at: at, .failure(reason: reason),
            participants: [source.participant(isRequestor: false, role: .application), peer],
            objects: [.alertSubject(address, reason)])
    }
}

extension AuditEvent.Transfer {
    fileprivate init(_ retrieval: AuditOccurrence.Retrieval, by caller: AuditOccurrence.Caller, of study: AuditedStudy)
    {
        self.study = study
        instances = retrieval.instances
        if let peer = retrieval.destination {
            destination = .peer(peer.aeTitle, address: peer.host, isRequestor: false, role: .destinationRole)
            requestor = .caller(caller)
        } else {
            destination = .caller(caller, role: .destinationRole)
            requestor = nil
        }
    }
}
