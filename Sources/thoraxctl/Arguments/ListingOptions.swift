import ArgumentParser

/// The option that limits the rows of a listing.
struct ListingOptions: ParsableArguments {
    @Option(help: "Maximum number of rows in each table, \(Limit.description).")
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
