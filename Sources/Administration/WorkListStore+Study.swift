import DICOMCore
import Delivery
import FoundationEssentials
import GRDB
import Review
import WorkList
import WorkListDatabase

extension WorkListStore {
    /// Everything about one study.
    ///
    /// - Throws: `WorkListError.noSuchStudy`.
    package func study(ofItem id: Int64, showsPatient: Bool = false) throws -> StudyDetail {
        try read { db in
            guard let entry = try entry(ofItem: id, showsPatient: showsPatient, in: db) else {
                throw WorkListError.noSuchStudy("\(id)")
            }
            let instances = try Row.fetchAll(
                db,
                sql: """
                    SELECT instance.*, series.seriesInstanceUID, series.modality FROM study
                    JOIN series ON series.studyRow = study.id JOIN instance ON instance.seriesRow = series.id
                    WHERE study.studyInstanceUID = ? ORDER BY instance.id
                    """,
                arguments: [entry.studyInstanceUID])
            let byRow = Dictionary(
                uniqueKeysWithValues: instances.map { ($0["id"] as Int64, StudyDetail.Instance(row: $0)) })
            let received = instances.filter { $0["origin"] == "received" }.compactMap { byRow[$0["id"]] }
            return StudyDetail(
                entry: entry, received: received, history: try history(of: entry, in: db),
                drafts: try drafts(ofItem: id, byRow, in: db),
                reviews: try ReviewRecord.fetchAll(
                    db, sql: "SELECT * FROM review WHERE workItemRow = ? ORDER BY id", arguments: [id]),
                deliveries: try deliveries(of: Array(byRow.keys), in: db),
                deeds: try Act.fetchAll(
                    db, sql: "SELECT * FROM act WHERE studyInstanceUID = ? ORDER BY id",
                    arguments: [entry.studyInstanceUID]
                ).map { .init(at: $0.at, actor: $0.actor, kind: $0.kind, detail: $0.detail) })
        }
    }

    private func history(of entry: WorkListEntry, in db: Database) throws -> [StudyDetail.Step] {
        let first = StudyDetail.Step(
            at: entry.receivedAt, from: nil, to: .collecting, attempt: 0, revision: 1, reason: nil)
        let rows = try Row.fetchAll(
            db, sql: "SELECT * FROM workItemHistory WHERE workItemRow = ? ORDER BY id", arguments: [entry.id])
        return [first]
            + rows.compactMap { row in
                WorkItemState(rawValue: row["toState"]).map { state in
                    StudyDetail.Step(
                        at: Date(milliseconds: row["at"]), from: WorkItemState(rawValue: row["fromState"]), to: state,
                        attempt: row["attempt"], revision: row["revision"], reason: row["reason"])
                }
            }
    }

    private func drafts(
        ofItem id: Int64, _ instances: [Int64: StudyDetail.Instance], in db: Database
    ) throws -> [StudyDetail.Draft] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM draft WHERE workItemRow = ? ORDER BY revision DESC", arguments: [id]
        ).map { row in
            let documents = try Row.fetchAll(
                db, sql: "SELECT form, instanceRow FROM draftDocument WHERE draftRow = ? ORDER BY instanceRow",
                arguments: [row["id"] as Int64])
            return StudyDetail.Draft(
                revision: row["revision"], createdAt: Date(milliseconds: row["createdAt"]), report: row["report"],
                modelName: row["modelName"], modelVersion: row["modelVersion"], weightsSHA256: row["weightsSHA256"],
                stageSeconds: try JSONDecoder().decode(
                    [String: Double].self, from: Data((row["stageSeconds"] as String).utf8)),
                documents: documents.compactMap { document in
                    instances[document["instanceRow"]].map { .init(form: document["form"], instance: $0) }
                })
        }
    }

    private func deliveries(of instances: [Int64], in db: Database) throws -> [StudyDetail.Delivery] {
        let query = JobQuery<OutboxRow>(
            "outbox.instanceRow IN (SELECT value FROM json_each(?))", ["\(instances)"], orderedBy: "outbox.id")
        return try jobs(query, in: db).map { row in
            let steps = try Row.fetchAll(
                db, sql: "SELECT * FROM outboxHistory WHERE outboxRow = ? ORDER BY id", arguments: [row.id])
            return StudyDetail.Delivery(
                listing: OutboxListing(row),
                history: steps.compactMap { step in
                    guard let from = OutboxState(rawValue: step["fromState"]),
                        let to = OutboxState(rawValue: step["toState"])
                    else { return nil }
                    return .init(
                        at: Date(milliseconds: step["at"]), from: from, to: to, attempt: step["attempt"],
                        status: (step["status"] as UInt16?).map { DIMSEStatus(rawValue: $0).description },
                        reason: step["reason"])
                })
        }
    }
}

extension StudyDetail.Instance {
    /// - Parameter row: an instance's columns with `seriesInstanceUID` and `modality`.
    init(row: Row) {
        sopInstanceUID = row["sopInstanceUID"]
        sopClassUID = row["sopClassUID"]
        seriesInstanceUID = row["seriesInstanceUID"]
        transferSyntaxUID = row["transferSyntaxUID"]
        modality = row["modality"]
        viewPosition = row["viewPosition"]
        callingAETitle = row["callingAETitle"]
        byteCount = row["byteCount"]
        isEligible = row["isEligible"]
        storedAt = Date(milliseconds: row["storedAt"])
        path = row["path"]
    }
}
