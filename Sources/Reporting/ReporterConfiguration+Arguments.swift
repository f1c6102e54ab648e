import FoundationEssentials

extension ReporterConfiguration {
    /// Command line of the reporter process.
    var arguments: [String] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        return ["reporter", "--configuration", text]
    }
}
