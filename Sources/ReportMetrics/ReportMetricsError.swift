/// What stops a score from being computed.
package enum ReportMetricsError: Error, CustomStringConvertible, Equatable {
    case noWordNet(path: String)
    case brokenFile(path: String, reason: String)
    case unreadableParaphrases(path: String, reason: String)

    package var description: String {
        switch self {
        case .noWordNet(let path): "WordNet is missing: \(path) cannot be read"
        case .brokenFile(let path, let reason): "\(path) is not a file of WordNet 3.0: \(reason)"
        case .unreadableParaphrases(let path, let reason): "\(path) cannot be read as a paraphrase table: \(reason)"
        }
    }

    /// What the operator can do.
    package var hint: String {
        switch self {
        case .noWordNet, .brokenFile: "METEOR needs WordNet 3.0: install Debian's package wordnet-base."
        case .unreadableParaphrases:
            "A table has three lines per entry: a probability and two phrases; METEOR 1.5's paraphrase-en.gz is one."
        }
    }
}
