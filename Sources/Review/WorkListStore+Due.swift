import GRDB
import WorkListDatabase

/// Where a page of rows that are due begins: after the last one of the previous page.
struct DuePlace {
    /// Milliseconds since 1970.
    let time: Int64
    let id: Int64

    /// The place before the first row.
    static let start = DuePlace(time: .min, id: .min)
}

extension WorkListStore {
    /// Ends the wait of all rows that are due, a page in each transaction. Rows that the work list refuses to change do not
    /// delay the others.
    ///
    /// - Parameters:
    ///   - due: a page of the rows after a place, by time and id.
    ///   - place: the place of a row.
    /// - Returns: how many were due.
    /// - Throws: why the first was refused, after the others were ended.
    func endDue<Element>(
        _ due: (Database, DuePlace) throws -> [Element], place: (Element) -> DuePlace,
        end: (Element, Database) throws -> Void
    ) throws -> Int {
        var next = DuePlace.start
        var count = 0
        var firstRefusal: (any Error)?
        // Reads before it writes, because usually nothing is due.
        while try !read({ try due($0, next).isEmpty }) {
            let (page, refusals) = try write { db in
                let page = try due(db, next)
                return (page, try page.compactMap { element in try db.changeOneRow { try end(element, db) } })
            }
            guard let last = page.last else { break }
            next = place(last)
            count += page.count
            firstRefusal = firstRefusal ?? refusals.first
        }
        if let firstRefusal { throw firstRefusal }
        return count
    }
}
