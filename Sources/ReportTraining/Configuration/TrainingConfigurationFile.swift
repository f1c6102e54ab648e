import Foundation

/// A configuration file in JSON, whose errors name the file and, if they are about a key, its line.
struct TrainingConfigurationFile {
    private let name: String
    private let contents: Data
    private let lines: JSONKeyLines

    /// Reads the file; throws `TrainingError` if it cannot be read.
    init(_ url: URL) throws(TrainingError) {
        do {
            contents = try Data(contentsOf: url)
        } catch {
            throw .invalidConfiguration("\(url.path) could not be read: \(error.localizedDescription)")
        }
        name = url.lastPathComponent
        lines = JSONKeyLines(contents)
    }

    /// The error of a key, or of the whole file.
    func fault(_ reason: String, at key: String? = nil) -> TrainingError {
        let line = key.flatMap { lines[$0] }.map { " line \($0)" } ?? ""
        return .invalidConfiguration("\(name)\(line): \(reason)")
    }

    /// Decodes the contents. An error of `decode` that is not a `TrainingError` becomes one that says what is wrong with
    /// the JSON.
    func decoded<Value>(_ decode: (Data) throws -> Value) throws(TrainingError) -> Value {
        do {
            return try decode(contents)
        } catch let error as DecodingError {
            let (key, reason) = JSONFault.explain(error)
            throw fault(reason, at: key)
        } catch let error as TrainingError {
            throw error
        } catch {
            throw fault("not valid JSON: \(JSONFault.explain(error, in: contents))")
        }
    }
}
