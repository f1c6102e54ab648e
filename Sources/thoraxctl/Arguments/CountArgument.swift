import ArgumentParser

/// A whole number on the command line, within bounds that the help text states.
protocol CountArgument: ExpressibleByArgument {
    static var range: ClosedRange<Int> { get }

    /// - Parameter count: a number in `range`.
    init(count: Int)
}

extension CountArgument {
    /// The bounds, for help texts.
    static var bounds: String { "\(range.lowerBound) to \(range.upperBound)" }

    init?(argument: String) {
        guard let count = Int(argument), Self.range.contains(count) else { return nil }
        self.init(count: count)
    }
}

/// The largest number of rows that a command shows.
struct Limit: CountArgument, ExpressibleByIntegerLiteral {
    static let range = 1...100_000

    let rows: Int

    init(count: Int) { rows = count }

    init(integerLiteral rows: Int) { self.rows = rows }

    var defaultValueDescription: String { "\(rows)" }
}

/// The number of backups that a series keeps.
struct BackupCount: CountArgument {
    static let range = 1...1000

    let backups: Int

    init(count: Int) { backups = count }
}

/// The number of days for which something is valid.
struct ValidDays: CountArgument {
    static let range = 1...36_500

    let days: Int

    init(count: Int) { days = count }
}
