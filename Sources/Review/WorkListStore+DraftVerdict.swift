import GRDB
package import WorkListDatabase

extension WorkListStore {
    /// The verdict on the draft that an instance is a document of; nil if it is none, or without a verdict.
    package func verdict(onDraftWithDocument sopInstanceUID: String) throws -> ReviewVerdict? {
        try read { db in
            try String.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT review.verdict FROM instance
                        JOIN draftDocument ON draftDocument.instanceRow = instance.id
                        JOIN review ON review.draftRow = draftDocument.draftRow
                        WHERE instance.sopInstanceUID = ? AND review.verdict <> 'addended'
                        ORDER BY review.id DESC LIMIT 1
                        """), arguments: [sopInstanceUID]
            ).flatMap(ReviewVerdict.init)
        }
    }
}
