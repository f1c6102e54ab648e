import ArgumentParser

/// The option that limits the rows of a listing.
struct ListingOptions: ParsableArguments {
    @Option(help: "Maximum number of rows in each table, \(Limit.bounds).")
    var limit: Limit = 50
}
