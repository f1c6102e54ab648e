package import GRDB

/// A condition on a table of jobs, and an order.
package struct JobQuery<J: Job> {
    let condition: String
    let arguments: StatementArguments
    let order: String?

    /// - Parameters:
    ///   - condition: SQL, with the columns that the table shares with those of the selection qualified. To use a
    ///     partial index it repeats the index's condition word for word.
    ///   - order: SQL; any order when nil.
    package init(_ condition: String, _ arguments: StatementArguments = [], orderedBy order: String? = nil) {
        self.condition = condition
        self.arguments = arguments
        self.order = order
    }

    /// Claimed jobs.
    package static var claimed: JobQuery {
        JobQuery("\(J.table.name).\(J.table.state) = '\(J.table.claimed.rawValue)'")
    }

    /// SQL that selects the jobs.
    package func sql(limit: Int? = nil) -> String {
        "\(J.selection) WHERE \(condition)" + (order.map { " ORDER BY \($0)" } ?? "")
            + (limit.map { " LIMIT \($0)" } ?? "")
    }
}
