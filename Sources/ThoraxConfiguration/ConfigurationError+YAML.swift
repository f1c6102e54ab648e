import Yams

extension ConfigurationError {
    /// What the YAML parser found wrong, with the line, and what to write instead.
    static func notYAML(_ error: any Error, path: String, text: String) -> ConfigurationError {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            let lines = FileLines(text).texts
            let line = lines.indices.contains(mark.line - 1) ? lines[mark.line - 1] : ""
            return .notYAML(
                at: "\(path) line \(mark.line)", reason: problem,
                hint: line.drop { $0 == " " }.hasPrefix("- ")
                    ? "the line above a list ends with its key and a colon: write peers: without []" : ofSyntax)
        case .duplicatedKeysInMapping(let keys, let context)?:
            let names = keys.sorted().joined(separator: ", ")
            return .notYAML(
                at: "\(path) line \(context.mark.line)", reason: "\(names) is given more than once",
                hint: "write it once, with everything that belongs to it below it")
        default:
            return .notYAML(at: path, reason: "\(error)", hint: ofSyntax)
        }
    }

    /// The hint where nothing more is known.
    static let ofSyntax = "indent with spaces and write key: value"
}
