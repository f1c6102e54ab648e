package import DICOMCore
package import FoundationEssentials
import GRDB
package import Platform
package import WorkListDatabase

extension WorkListStore {
    /// How a received instance relates to the instance stored under its SOP Instance UID.
    package enum Standing: Equatable, Sendable {
        case new
        case sameBytes
        case otherBytes
    }

    /// Compares a received instance with the one stored under its SOP Instance UID.
    package func standing(of sopInstanceUID: String, sha256: [UInt8]) throws -> Standing {
        try read { try standing(of: sopInstanceUID, sha256: sha256, in: $0) }
    }

    /// Records a received object and, in the same transaction, the effect of an image on the work item of its study.
    /// Documents do not affect the work item: a late presentation state does not cause a new draft. If the object says
    /// another patient than its study, there is an incident.
    ///
    /// - Parameters:
    ///   - path: relative to the state directory; the file is already durable.
    ///   - peer: the peer that sent it; nil for a caller that is not configured.
    ///   - settleAt: time when the study counts as complete unless another image arrives.
    ///   - rules: steps of other features, run in the same transaction.
    /// - Returns: `.new` when recorded; otherwise another association was faster and nothing was recorded.
    package func admit(
        _ header: InstanceHeader, path: String, contents: DurableFile.Contents, callingAETitle: AETitle?,
        from peer: SendingPeer? = nil, settleAt: Date, rules: [any AdmissionRule] = [], at now: Date = Date()
    ) throws -> Standing {
        try writeWithOthers { [self] db in
            let standing = try standing(of: header.sopInstanceUID, sha256: contents.sha256, in: db)
            guard standing == .new else { return standing }
            let rows = try header.storeStudyAndSeries(in: db)
            let isDocument = SOPClass.storedDocuments.contains { $0.description == header.sopClassUID }
            try PatientChange(of: header, studyRow: rows.studyRow, in: db)?.record(
                study: header.studyInstanceUID, studyRow: rows.studyRow, isNewImage: !isDocument, at: now, in: db)
            let instanceRow = try header.storeInstance(
                seriesRow: rows.seriesRow, path: path, byteCount: contents.byteCount, sha256: contents.sha256,
                origin: "received", callingAETitle: callingAETitle?.description, at: now.milliseconds, in: db)
            for rule in rules {
                try rule.apply(
                    to: header, from: peer, instanceRow: instanceRow, studyRow: rows.studyRow, at: now, in: db)
            }
            guard !isDocument else { return .new }
            if let item = try WorkItem.fetchOne(
                db.cachedStatement(sql: "SELECT * FROM workItem WHERE studyRow = ?"), arguments: [rows.studyRow])
            {
                try item.continued(on: .imageReceived, in: db).apply(
                    .imageReceived, at: now, notBefore: settleAt, in: db)
            } else {
                try db.executeCached(
                    """
                    INSERT INTO workItem (studyRow, state, callingAETitle, notBefore, createdAt, changedAt, revision)
                    SELECT id, 'collecting', ?2, ?3, ?4, ?5, 1 + (
                        SELECT ifnull(max(CAST(json_extract(detail, '$.revision') AS INTEGER)), 0) FROM act
                        WHERE act.studyInstanceUID = study.studyInstanceUID AND act.kind = 'removed')
                    FROM study WHERE id = ?1
                    """,
                    [
                        rows.studyRow, callingAETitle?.description, settleAt.milliseconds, now.milliseconds,
                        now.milliseconds,
                    ])
            }
            return .new
        }
    }

    /// Runs the rules of other features for an object that is stored already and came again.
    package func admitAgain(
        _ header: InstanceHeader, from peer: SendingPeer?, rules: [any AdmissionRule], at now: Date = Date()
    ) throws {
        let rules = rules.filter { $0.concernsRepetition(of: header, from: peer) }
        guard !rules.isEmpty else { return }
        try write { db in
            for rule in rules { try rule.applyAgain(to: header, from: peer, at: now, in: db, of: self) }
        }
    }

    /// Retries a failed study because one of its stored images was sent again; other studies are unchanged.
    package func retryFailedStudy(of sopInstanceUID: String, settleAt: Date, at now: Date = Date()) throws {
        try write { db in
            let item = try WorkItem.fetchOne(
                db,
                sql: """
                    SELECT workItem.* FROM workItem JOIN series ON series.studyRow = workItem.studyRow
                    JOIN instance ON instance.seriesRow = series.id
                    WHERE instance.sopInstanceUID = ? AND workItem.state = 'failed'
                    """,
                arguments: [sopInstanceUID])
            try item?.apply(.imageReceived, at: now, notBefore: settleAt, in: db)
        }
    }

    /// Whether an object with these bytes is already in quarantine.
    package func isQuarantined(_ sopInstanceUID: String, sha256: [UInt8]) throws -> Bool {
        try read { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM quarantine WHERE sopInstanceUID = ? AND sha256 = ?)",
                arguments: [sopInstanceUID, Data(sha256)]) ?? false
        }
    }

    /// Records a quarantined object: one with other bytes under a stored SOP Instance UID.
    package func recordQuarantined(
        _ header: InstanceHeader, path: String, contents: DurableFile.Contents, callingAETitle: AETitle?,
        reason: String, at now: Date = Date()
    ) throws {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO quarantine (at, sopInstanceUID, path, byteCount, sha256, callingAETitle, reason)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    now.milliseconds, header.sopInstanceUID, path, contents.byteCount, Data(contents.sha256),
                    callingAETitle?.description, reason,
                ])
        }
    }

    private func standing(of sopInstanceUID: String, sha256: [UInt8], in db: Database) throws -> Standing {
        let known = try Data.fetchOne(
            db.cachedStatement(sql: "SELECT sha256 FROM instance WHERE sopInstanceUID = ?"),
            arguments: [sopInstanceUID])
        guard let known else { return .new }
        return known == Data(sha256) ? .sameBytes : .otherBytes
    }
}
