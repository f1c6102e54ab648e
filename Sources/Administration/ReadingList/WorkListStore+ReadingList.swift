package import FoundationEssentials
import GRDB
package import Review
import WorkList
package import WorkListDatabase

extension WorkListStore {
    /// Returns a page of the reading list. Blocks for some milliseconds, however many studies there are, and longer if a
    /// filter that matches many studies is combined with another.
    ///
    /// - Parameters:
    ///   - reader: the reader to whom the list is shown; nil if nothing is withheld.
    ///   - limits: on the cost; pages wait with the queries of peers, so that readers remain for storing and the loops.
    /// - Throws: `ReadBudget.Exceeded`.
    package func readingList(
        _ filter: ReadingListFilter, offset: Int = 0, limit: Int = 100, for reader: DraftReader? = nil,
        within limits: ReadBudget.Limits = .init()
    ) throws -> ReadingListPage {
        try read(within: ReadBudget(limits)) { db in
            let found = try ReadingListSelection(filter: filter, offset: max(0, offset), limit: limit, reader: reader)
                .rows(in: db)
            return ReadingListPage(
                studies: try ReadingListEntry.fetch(found.ids, for: reader, in: db), total: found.total)
        }
    }

    /// Returns the counts that the page shows beside the list.
    ///
    /// - Parameter midnight: start of the day, for verdicts of today.
    package func readingListCounts(since midnight: Date) throws -> ReadingListCounts {
        try read { db in
            let rows = try Row.fetchAll(db, sql: "SELECT state, number FROM workItemCount")
            let numbers = Dictionary(rows.map { ($0["state"] as String, $0["number"] as Int) }) { _, last in last }
            func count(_ part: ReadingListFilter.Part) -> Int {
                part.states.reduce(0) { $0 + (numbers[$1.rawValue] ?? 0) }
            }
            let signed = try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM review INDEXED BY reviewSigned
                    WHERE signedAt >= ? AND verdict IN ('accepted', 'edited')
                    """, arguments: [midnight.milliseconds])
            return ReadingListCounts(
                waiting: count(.waiting), open: count(.open), signedToday: signed ?? 0, failed: count(.failed),
                pending: count(.pending))
        }
    }

    /// Returns a token that changes with every change to what the list shows, and the id of the latest act.
    package func readingListChange() throws -> (token: String, act: Int64) {
        try read { db in
            let ids = try ["act", "workItemHistory", "workItem", "draft"].map { table in
                try Int64.fetchOne(db, sql: "SELECT ifnull(max(id), 0) FROM \(table)") ?? 0
            }
            return (ids.map(String.init).joined(separator: "."), ids[0])
        }
    }
}
