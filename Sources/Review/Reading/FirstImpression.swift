package import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

/// A reviewer's judgement of a study's films before its draft was shown. It never changes, and goes with the study.
package struct FirstImpression: Sendable, Equatable, Codable {
    package enum Assessment: String, Sendable, Codable {
        /// No finding, apart from support devices.
        case normal
        case abnormal
    }

    /// Revision of the draft that was withheld.
    package let revision: Int
    package let assessment: Assessment
    /// The reviewer's words; empty if the reviewer stated only the assessment.
    package let text: String
    package let recordedAt: Date

    /// Maximum size of the text, in bytes of UTF-8.
    package static let byteLimit = 65_536
}

extension FirstImpression: FetchableRecord {
    private enum Columns: String, ColumnExpression {
        case assessment, revision, text, recordedAt
    }

    init(row: Row) throws {
        guard let assessment = Assessment(rawValue: row[Columns.assessment]) else {
            throw WorkListError.unexpected("unknown assessment of a first impression")
        }
        self.assessment = assessment
        revision = row[Columns.revision]
        text = row[Columns.text]
        recordedAt = Date(milliseconds: row[Columns.recordedAt])
    }

    static func fetch(of item: WorkItem, by login: String, in db: Database) throws -> FirstImpression? {
        try fetchOne(
            db, sql: "SELECT * FROM firstImpression WHERE workItemRow = ? AND revision = ? AND login = ?",
            arguments: [item.id, item.revision, login])
    }
}

extension WorkListStore {
    /// Returns a reader's first impression of a study's current revision; nil if the reader has
    /// recorded no impression of it.
    package func firstImpression(of workItem: Int64, by login: String) throws -> FirstImpression? {
        try read { db in try FirstImpression.fetch(of: WorkItem.fetch(workItem, in: db), by: login, in: db) }
    }

    /// Records a reviewer's first impression of a study that they have open; the draft is shown to them from then on.
    ///
    /// - Parameters:
    ///   - text: what the reviewer wrote, or an empty text.
    ///   - revision: revision of the draft that is withheld.
    /// - Throws: `ReviewError.draftIsShown` when the draft is not withheld from this reviewer, and other cases when the
    ///   reviewer does not have this revision open, or when the text is too long.
    package func recordFirstImpression(
        _ assessment: FirstImpression.Assessment, text: String, revision: Int, of workItem: Int64,
        by reader: DraftReader, through account: String? = nil, at now: Date = Date()
    ) throws -> FirstImpression {
        guard text.utf8.count <= FirstImpression.byteLimit else {
            throw ReviewError.malformed(
                line: nil, problem: "the text is longer than \(FirstImpression.byteLimit) bytes")
        }
        return try write { db in
            let item = try WorkItem.fetch(workItem, in: db)
            _ = try Self.ownClaim(on: item, by: reader.login, havingRead: revision, in: db)
            guard try Self.withholdsDraft(of: item, from: reader, in: db) else { throw ReviewError.draftIsShown }
            let draft = try StoredDraft.fetch(of: item, in: db)
            let stated =
                text.allSatisfy(\.isWhitespace)
                ? nil : FindingSet(statedIn: SignedText(findings: [text], impression: []))
            try db.execute(
                sql: """
                    INSERT INTO firstImpression (workItemRow, revision, login, assessment, text, statedFindings,
                        draftFindings, recordedAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    item.id, item.revision, reader.login, assessment.rawValue, text, stated?.rawValue,
                    (FindingSet(statedIn: draft.text) ?? .unread).rawValue, now.milliseconds,
                ])
            // The text may name the patient, so the act has only the assessment.
            var detail = [
                "assessment": assessment.rawValue, "revision": "\(item.revision)", "workItem": "\(item.id)",
            ]
            detail["account"] = account
            try Act.record(
                .impressionRecorded, by: reader.login, about: item.studyRow, detail: detail, at: now, in: db)
            return FirstImpression(revision: item.revision, assessment: assessment, text: text, recordedAt: now)
        }
    }
}
