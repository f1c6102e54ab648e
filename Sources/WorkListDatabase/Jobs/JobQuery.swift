package import GRDB

/// A condition on a table of jobs, with a sort order.
package struct JobQuery<J: Job> {
    let condition: String
    let arguments: StatementArguments
    let order: String?

    /// - Parameters:
    ///   - condition: SQL; columns that occur in more than one table of the selection must be qualified. To use a
    ///     partial index, repeat the condition of the index literally.
    ///   - order: SQL; nil for any order.
    package init(_ condition: String, _ arguments: StatementArguments = [], orderedBy order: String? = nil) {
        self.condition = condition
        self.arguments = arguments
        self.order = order
    }

    /// Selects claimed jobs.
    package static var claimed: JobQuery {
        JobQuery("\(J.table.name).\(J.table.state) = '\(J.table.claimed.rawValue)'")
    }

    /// Returns the SQL that selects the jobs.
    package func sql(limit: Int? = nil) -> String {
        "\(J.selection) WHERE \(condition)" + (order.map { " ORDER BY \($0)" } ?? "")
            + (limit.map { " LIMIT \($0)" } ?? "")
    }
}
