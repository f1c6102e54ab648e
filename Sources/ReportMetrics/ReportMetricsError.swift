package import OperatorErrors

/// Why a score cannot be computed.
package enum ReportMetricsError: OperatorError, Equatable {
    case noWordNet(path: String)
    case brokenFile(path: String, reason: String)
    case unreadableParaphrases(path: String, reason: String)

    package var description: String {
        switch self {
        case .noWordNet(let path): "WordNet is missing: \(path) could not be read"
        case .brokenFile(let path, let reason): "\(path) is not a valid WordNet 3.0 file: \(reason)"
        case .unreadableParaphrases(let path, let reason): "\(path) could not be read as a paraphrase table: \(reason)"
        }
    }

    package var fault: FaultKind {
        if case .noWordNet = self { .notFound } else { .malformed }
    }

    package var hint: String {
        switch self {
        case .noWordNet, .brokenFile: "METEOR needs WordNet 3.0: install Debian's package wordnet-base."
        case .unreadableParaphrases:
            "A table has three lines per entry: a probability and two phrases. Use METEOR 1.5's paraphrase-en.gz."
        }
    }
}
