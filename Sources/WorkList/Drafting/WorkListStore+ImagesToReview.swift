import DICOMCore
import GRDB
package import WorkListDatabase

extension WorkListStore {
    /// Returns the images of studies whose drafts wait for a reviewer, in the order of the reading list: the highest priority
    /// first, then the oldest study.
    package func imagesToReview(limit: Int) throws -> [StoredInstance] {
        try read { db in
            var images: [StoredInstance] = []
            for priority in try WorkItem.priorities(of: .drafted, in: db) where images.count < limit {
                let rows = try Row.fetchAll(
                    db,
                    sql: """
                        SELECT instance.*, series.seriesInstanceUID, study.studyInstanceUID
                        FROM (SELECT studyRow, id FROM workItem INDEXED BY workItemByPriority
                                WHERE state = 'drafted' AND priority = ? ORDER BY id LIMIT ?) AS item
                            JOIN study ON study.id = item.studyRow JOIN series ON series.studyRow = study.id
                            JOIN instance ON instance.seriesRow = series.id
                        WHERE instance.sopClassUID IN (\(Self.imageClasses)) ORDER BY item.id, instance.id LIMIT ?
                        """,
                    arguments: [priority, limit, limit - images.count])
                images += rows.map { StoredInstance(row: $0, files: files) }
            }
            return images
        }
    }

    private static let imageClasses = SOPClass.storedImages.map { "'\($0)'" }.joined(separator: ", ")
}
