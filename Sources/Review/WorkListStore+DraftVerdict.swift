import GRDB
package import WorkListDatabase

extension WorkListStore {
    /// Returns the verdict on the draft to which a document belongs; nil if the instance is no draft document, or if the
    /// draft has no verdict.
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
