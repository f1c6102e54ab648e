import DICOMCore
import FoundationEssentials

/// Routes on the command line of a reporter process.
extension ReporterConfiguration {
    /// The routes as JSON: a list of objects with `destination` and `forms`.
    package var routesText: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(routes)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }

    /// Reads what `routesText` wrote; throws `DecodingError`.
    package static func routes(_ text: String) throws -> [Route] {
        try JSONDecoder().decode([Route].self, from: Data(text.utf8))
    }
}
