import Foundation
import WebServing

/// Facts about the model, read from its folder: `configuration.json`, `provenance.json` and `SHA256SUMS`.
struct ModelFacts: Encodable {
    let name: String
    let version: String
    /// Labels of the findings that the model looks for.
    let findings: [String]
    /// Intended use, in a sentence.
    let intendedUse: String
    /// Name, source and citation of the training data.
    let trainingData: String
    /// Number of films in each fold.
    let films: [String: Int]
    /// Number of patients in each fold.
    let patients: [String: Int]
    /// Scores on patients outside the training set: value and both ends of the 95 % confidence interval.
    let scores: [String: [Double]]
    let weightsSHA256: String?

    /// Whether the intended use says that this is a demonstration model.
    var isDemonstration: Bool { intendedUse.lowercased().contains("demonstration") }

    private struct Configuration: Decodable {
        let name: String
        let version: String
        let labels: [String]
    }

    private struct Provenance: Decodable {
        let statement: String
        let dataset: String
        let films: [String: Int]
        let patients: [String: Int]
        let scores: [String: [Double]]
    }

    /// Reads the files of a model. Blocks.
    ///
    /// - Returns: nil if `directory` is empty or the files cannot be read.
    init?(of directory: String) {
        let folder = URL(filePath: directory)
        func read<Value: Decodable>(_ name: String, _ type: Value.Type) -> Value? {
            (try? Data(contentsOf: folder.appending(path: name))).flatMap { try? JSONDecoder().decode(type, from: $0) }
        }
        guard !directory.isEmpty, let configuration = read("configuration.json", Configuration.self),
            let provenance = read("provenance.json", Provenance.self)
        else { return nil }
        name = configuration.name
        version = configuration.version
        findings = configuration.labels
        intendedUse = provenance.statement
        trainingData = provenance.dataset
        films = provenance.films
        patients = provenance.patients
        scores = provenance.scores
        let sums = try? String(contentsOf: folder.appending(path: "SHA256SUMS"), encoding: .utf8)
        weightsSHA256 = sums?.split(whereSeparator: \.isNewline).first { $0.hasSuffix("weights.safetensors") }
            .map { String($0.prefix(64)) }
    }
}
