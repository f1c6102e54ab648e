/// The rows of a table that wait for a time, and how that time changes when the clock is set, so that they wait as long as
/// before.
package struct WaitingRows: Sendable {
    package let table: String
    /// The columns with the times that rows wait for.
    package let columns: [String]
    /// SQL: the table, with the index that finds waiting rows without reading the others.
    let source: String
    /// SQL: which rows wait for a time, with the words of a partial index.
    let condition: String
    /// SQL: the time of the latest change, from which the wait counts.
    let stamp: String
    /// SQL assignments after the clock was set back; `?1` is now.
    let restamping: String
    /// SQL: a further condition for `restamping`; `?2` is the latest time that is believed.
    let isToBeRestamped: String
    /// SQL assignments after the clock was set forward; `?1` is by how much, in milliseconds.
    let shifting: String

    /// - Parameters:
    ///   - column: the column with the time that a row waits for.
    ///   - keepsStamp: the stamp says what was done when, and stays as it is. After the clock was set back, the row then waits no
    ///     longer than until the stamp.
    ///   - isRestamped: false if another rule ends the wait when the clock is set back.
    package init(
        _ table: String, _ column: String, since stamp: String, where condition: String = "TRUE",
        indexedBy index: String? = nil, keepsStamp: Bool = false, isRestamped: Bool = true
    ) {
        self.table = table
        columns = [column]
        source = table + (index.map { " INDEXED BY \($0)" } ?? "")
        self.condition = condition
        self.stamp = stamp
        let restamped = "?1 + max(\(column) - \(stamp), 0)"
        // A stamp that is kept stays in the future, and the row is to be changed once: the new time lies before the stamp, so
        // a row that was to wait longer than the clock was set back waits as long as that.
        restamping = "\(column) = " + (keepsStamp ? "min(\(restamped), \(stamp) - 1)" : "\(restamped), \(stamp) = ?1")
        isToBeRestamped = !isRestamped ? "FALSE" : keepsStamp ? "\(column) >= \(stamp)" : "TRUE"
        shifting = "\(column) = \(column) + ?1" + (keepsStamp ? "" : ", \(stamp) = \(stamp) + ?1")
    }

    /// Jobs in states in which they wait.
    package init<J: Job>(
        of _: J.Type, in states: [J.State], since stamp: String = "changedAt", indexedBy index: String,
        keepsStamp: Bool = false
    ) {
        let names = states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        self.init(
            J.table.name, "notBefore", since: stamp,
            where: "\(J.table.state) \(states.count == 1 ? "= \(names)" : "IN (\(names))")", indexedBy: index,
            keepsStamp: keepsStamp)
    }

    /// Rows that expire some time after their start or after their latest use.
    package init(_ table: String, startedAt: String, usedAt: String) {
        (self.table, columns, source, condition, stamp) = (table, [startedAt, usedAt], table, "TRUE", usedAt)
        restamping = "\(startedAt) = ?1 - (\(usedAt) - \(startedAt)), \(usedAt) = ?1"
        isToBeRestamped = "TRUE"
        shifting = "\(startedAt) = \(startedAt) + ?1, \(usedAt) = \(usedAt) + ?1"
    }

    /// Rows without the time of their latest change, which wait no longer than `longest`, in milliseconds.
    package init(_ table: String, _ column: String, atMost longest: Int64) {
        (self.table, columns, source, condition) = (table, [column], table, "TRUE")
        stamp = "(\(column) - \(longest))"
        restamping = "\(column) = ?1 + \(longest)"
        isToBeRestamped = "TRUE"
        shifting = "\(column) = \(column) + ?1"
    }
}
