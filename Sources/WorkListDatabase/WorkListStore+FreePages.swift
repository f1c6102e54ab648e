import GRDB

/// Pages of the database file that hold no rows any more.
extension WorkListStore {
    /// Pages of one transaction, which blocks other writers.
    private static let freePageSlice = 256
    /// Free pages that stay for the rows to come, so that the file does not shrink and grow all the time.
    package static let keptFreePages = 1000

    /// Returns free pages at the end of the file to the file system, in short transactions. A file that an
    /// earlier version made keeps its pages, which new rows use.
    ///
    /// - Parameter goesOn: asked before each transaction.
    /// - Returns: the number of pages.
    package func returnFreePages(keeping reserve: Int = keptFreePages, while goesOn: () -> Bool) throws -> Int {
        var returned = 0
        while goesOn() {
            let free = try read { try Int.fetchOne($0, sql: "PRAGMA freelist_count") ?? 0 }
            guard free > reserve else { break }
            let left = try write { db in
                // Each step frees one page.
                let rows = try Row.fetchCursor(
                    db, sql: "PRAGMA incremental_vacuum(\(min(Self.freePageSlice, free - reserve)))")
                while try rows.next() != nil {}
                return try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
            }
            guard left < free else { break }
            returned += free - left
        }
        return returned
    }
}
