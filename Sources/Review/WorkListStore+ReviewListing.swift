import DICOMCore
import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

/// Columns of studies, their drafts and their claims.
private enum Columns: String, ColumnExpression {
    case patientID, patientName, patientBirthDate, patientSex, studyDate, studyDescription, id, studyInstanceUID
    case report, modelName, modelVersion, accessionNumber, revision, draftedAt, abstained, login, expiresAt
}

extension WorkListStore {
    /// Returns the revision of a study's draft that a reviewer opened last; nil when the reviewer has opened none.
    package func revisionOpenedLast(of workItem: Int64, by login: String) throws -> Int? {
        try read { db in
            try ReviewClaim.revisionOpenedLast(of: WorkItem.fetch(workItem, in: db), by: login, in: db)
        }
    }

    /// Returns a study as shown to a reviewer.
    ///
    /// - Throws: `WorkListError.noSuchStudy` when there is no such work item.
    package func reviewableStudy(_ workItem: Int64) throws -> ReviewableStudy {
        try read { db in
            let item = try WorkItem.fetch(workItem, in: db)
            let study = try Row.fetchOne(db, sql: "SELECT * FROM study WHERE id = ?", arguments: [item.studyRow])
            let draft = try Row.fetchOne(
                db, sql: "SELECT * FROM draft WHERE workItemRow = ? AND revision = ?",
                arguments: [item.id, item.revision])
            return ReviewableStudy(
                workItem: item.id, studyInstanceUID: study?[Columns.studyInstanceUID] ?? "",
                accessionNumber: study?[Columns.accessionNumber], state: item.state, revision: item.revision,
                draft: try draft.map { try DraftText(report: $0[Columns.report]) },
                model: draft.map { "\($0[Columns.modelName] as String) \($0[Columns.modelVersion] as String)" },
                claim: try ReviewClaim.fetch(of: item, in: db),
                reviews: try ReviewRecord.fetchAll(
                    db, sql: "SELECT * FROM review WHERE workItemRow = ? ORDER BY id", arguments: [item.id]),
                returned: try ReturnedListing.fetchAll(
                    db,
                    sql: """
                        \(ReturnedListing.selection) WHERE study.id = ?
                            AND returnedReport.state IN ('pending', 'reading', 'waiting', 'setAside')
                        ORDER BY returnedReport.id LIMIT 20
                        """,
                    arguments: [item.studyRow]))
        }
    }

    /// Returns the patient, the study and the views of a work item. Only show them to users who may know the patient.
    package func patient(of workItem: Int64) throws -> StudyPatient? {
        try read { db in
            let row = try Row.fetchOne(
                db,
                sql: "SELECT study.* FROM study JOIN workItem ON workItem.studyRow = study.id WHERE workItem.id = ?",
                arguments: [workItem])
            guard let row else { return nil }
            return StudyPatient(
                id: row[Columns.patientID], name: row[Columns.patientName], birthDate: row[Columns.patientBirthDate],
                sex: row[Columns.patientSex],
                age: PatientAge(born: row[Columns.patientBirthDate], at: row[Columns.studyDate])?.words,
                studyDate: row[Columns.studyDate], studyDescription: row[Columns.studyDescription],
                views: try images(ofStudy: row[Columns.id], onlyEligible: true, in: db).map { image in
                    [image.viewPosition, image.viewCode?.meaning].compactMap(\.self).first { !$0.isEmpty }
                        ?? "view not stated"
                })
        }
    }

    /// Returns drafts that wait for a verdict: highest priority first, then the oldest study first.
    package func waitingReviews(limit: Int) throws -> [WaitingReview] {
        try read { db in
            // The index returns the rows of each state and priority in order, so they are read separately.
            let pieces = try [WorkItemState.drafted, .inReview].flatMap { state in
                try WorkItem.priorities(of: state, in: db).map { priority in
                    """
                    SELECT * FROM (SELECT * FROM workItem INDEXED BY workItemByPriority
                        WHERE state = '\(state.rawValue)' AND priority = \(priority) ORDER BY id LIMIT ?1)
                    """
                }
            }
            guard !pieces.isEmpty else { return [] }
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT item.*, study.studyInstanceUID, study.accessionNumber, draft.createdAt AS draftedAt,
                        json_extract(draft.report, '$.abstention') IS NOT NULL AS abstained, reviewClaim.login,
                        reviewClaim.expiresAt
                    FROM (\(pieces.joined(separator: " UNION ALL "))) AS item
                    JOIN study ON study.id = item.studyRow
                    JOIN draft ON draft.workItemRow = item.id AND draft.revision = item.revision
                    LEFT JOIN reviewClaim ON reviewClaim.workItemRow = item.id
                    ORDER BY item.priority DESC, item.id LIMIT ?1
                    """,
                arguments: [limit]
            ).map { row in
                WaitingReview(
                    workItem: row[Columns.id], studyInstanceUID: row[Columns.studyInstanceUID],
                    accessionNumber: row[Columns.accessionNumber], state: try WorkItem(row: row).state,
                    revision: row[Columns.revision], draftedAt: Date(milliseconds: row[Columns.draftedAt]),
                    abstained: row[Columns.abstained], openBy: row[Columns.login],
                    openUntil: (row[Columns.expiresAt] as Int64?).map(Date.init(milliseconds:)))
            }
        }
    }

    /// Returns the latest verdicts and addenda, newest first.
    package func latestReviews(limit: Int) throws -> [ReviewListing] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT review.*, study.studyInstanceUID, study.accessionNumber FROM review
                    JOIN workItem ON workItem.id = review.workItemRow JOIN study ON study.id = workItem.studyRow
                    ORDER BY review.signedAt DESC, review.id DESC LIMIT ?
                    """,
                arguments: [limit]
            ).map { row in
                let review = try ReviewRecord(row: row)
                return ReviewListing(
                    id: review.id, workItem: review.workItemRow, studyInstanceUID: row[Columns.studyInstanceUID],
                    accessionNumber: row[Columns.accessionNumber], revision: review.revision, verdict: review.verdict,
                    login: review.reviewer.login, reason: review.reason, signedAt: review.signedAt,
                    secondsOpen: review.secondsOpen, editDistance: review.editDistance,
                    documentState: review.documentState, documentReason: review.documentReason)
            }
        }
    }
}
