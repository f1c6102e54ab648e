import Foundation
import WebServing

/// What the folder of the model says of it: `configuration.json`, `provenance.json` and the hashes.
struct ModelFacts: Encodable {
    let name: String
    let version: String
    /// The findings that it looks for.
    let findings: [String]
    /// What it may be used for.
    let intendedUse: String
    /// Name, source and citation of the training data.
    let trainingData: String
    /// Films and patients by fold.
    let films: [String: Int]
    let patients: [String: Int]
    /// Scores on patients that trained nothing, each with the ends of its 95 % interval.
    let scores: [String: [Double]]
    let weightsSHA256: String?

    /// Whether it says of itself that it is no product.
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

    /// Reads them. Blocks.
    ///
    /// - Returns: nil if there is no model, or none that can be read.
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
        weightsSHA256 = sums?.split(separator: "\n").first { $0.hasSuffix("weights.safetensors") }
            .map { String($0.prefix(64)) }
    }
}
