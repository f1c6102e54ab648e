import ArgumentParser

/// How many rows a listing shows.
struct ListingOptions: ParsableArguments {
    @Option(help: "Rows to show of each table, \(Limit.description).")
    var limit: Limit = 50
}

/// The largest number of rows that a command shows.
struct Limit: ExpressibleByArgument, ExpressibleByIntegerLiteral {
    private static let range = 1...100_000
    /// The bounds, for help texts.
    static let description = "\(range.lowerBound) to \(range.upperBound)"

    let rows: Int

    init?(argument: String) {
        guard let rows = Int(argument), Self.range.contains(rows) else { return nil }
        self.rows = rows
    }

    init(integerLiteral rows: Int) { self.rows = rows }

    var defaultValueDescription: String { "\(rows)" }
}
