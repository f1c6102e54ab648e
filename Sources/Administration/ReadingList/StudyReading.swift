package import Delivery
package import FoundationEssentials
import GRDB
package import Review
import WorkList
package import WorkListDatabase

/// Everything that the page shows of one study, with patient data: only for users who may see patient data.
package struct StudyReading: Sendable {
    /// The model that wrote the draft.
    package struct Model: Sendable, Equatable {
        package let name: String
        package let version: String
    }

    /// The delivery of a review document to one peer.
    package struct Delivery: Sendable, Equatable, Encodable {
        package let peer: String
        /// Form of the document; `returned` means a report that a workstation sent back.
        package let form: String
        package let state: OutboxState
        package let attempts: Int
        package let reason: String?
        package let deliveredAt: Date?
    }

    package let entry: ReadingListEntry
    /// Without the draft while it is withheld from the reader.
    package let study: ReviewableStudy
    /// The reader's first impression of this revision.
    package let firstImpression: FirstImpression?
    /// Whether the attention of the draft is stored.
    package let hasAttention: Bool
    package let model: Model?
    package let images: [Film]
    package let priors: [PriorStudy]
    /// Text that the reader typed but did not sign.
    package let note: ReviewNote?
    /// Deliveries by id of the review.
    package let deliveries: [Int64: [Delivery]]
}

/// Columns of `outbox`, with the review, and of `draft`.
private enum Columns: String, ColumnExpression {
    case state, review, destination, form, attempt, reason, changedAt
    case hasAttention, modelName, modelVersion
}

extension WorkListStore {
    /// Returns a study as shown to a reader.
    ///
    /// - Parameters:
    ///   - login: login of the reader, whose note and first impression are returned.
    ///   - blind: the rule by which drafts are withheld from the reader.
    /// - Throws: `WorkListError.noSuchStudy`.
    package func studyReading(
        _ workItem: Int64, by login: String, under blind: BlindReading = .none
    ) throws -> StudyReading {
        let reader = DraftReader(login: login, blind: blind)
        let study = try reviewableStudy(workItem)
        // Asked after the draft was read, so that a new draft that comes in between is withheld.
        let isWithheld = try withholdsDraft(of: workItem, from: reader)
        let impression = try firstImpression(of: workItem, by: login)
        return try read { db in
            let item = try WorkItem.fetch(workItem, in: db)
            guard let entry = try ReadingListEntry.fetch([workItem], for: reader, in: db).first else {
                throw WorkListError.noSuchStudy("\(workItem)")
            }
            let model = try Row.fetchOne(
                db,
                sql: """
                    SELECT modelName, modelVersion, attention IS NOT NULL AS hasAttention FROM draft
                    WHERE workItemRow = ? AND revision = ?
                    """,
                arguments: [workItem, study.revision])
            return StudyReading(
                entry: entry, study: isWithheld ? study.withoutDraft : study, firstImpression: impression,
                hasAttention: !isWithheld && (model.map { $0[Columns.hasAttention] as Bool } ?? false),
                model: model.map { .init(name: $0[Columns.modelName], version: $0[Columns.modelVersion]) },
                images: try Film.fetch(ofStudy: item.studyRow, in: db),
                priors: try PriorStudy.fetch(for: item.studyRow, in: db),
                note: try ReviewNote.fetch(of: workItem, by: login, in: db),
                deliveries: try Self.deliveries(ofReviewsOf: workItem, in: db))
        }
    }

    private static func deliveries(
        ofReviewsOf workItem: Int64, in db: Database
    ) throws -> [Int64: [StudyReading.Delivery]] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT document.review, document.form, outbox.* FROM (
                    SELECT review.id AS review, reviewDocument.form, reviewDocument.instanceRow
                    FROM review JOIN reviewDocument ON reviewDocument.reviewRow = review.id WHERE review.workItemRow = ?1
                    UNION ALL SELECT id, 'returned', returnedInstanceRow FROM review
                    WHERE workItemRow = ?1 AND returnedInstanceRow IS NOT NULL) AS document
                JOIN outbox ON outbox.instanceRow = document.instanceRow ORDER BY outbox.id
                """,
            arguments: [workItem])
        return rows.reduce(into: [:]) { deliveries, row in
            guard let state = OutboxState(rawValue: row[Columns.state]) else { return }
            deliveries[row[Columns.review] as Int64, default: []].append(
                .init(
                    peer: row[Columns.destination], form: row[Columns.form], state: state,
                    attempts: row[Columns.attempt],
                    reason: row[Columns.reason],
                    deliveredAt: state == .delivered ? Date(milliseconds: row[Columns.changedAt]) : nil))
        }
    }
}
