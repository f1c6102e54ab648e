internal import Crypto
package import Foundation
package import NeuralNetwork

/// A trained model in a folder:
///
/// | file | holds |
/// |---|---|
/// | `configuration.json` | network, preprocessing, labels, thresholds, search |
/// | `vocabulary.json` | the decoder's words |
/// | `weights.safetensors` | parameters and running statistics |
/// | `provenance.json` | data, command, seed, scores, permitted use |
/// | `safety.safetensors` | data to check drafts and pictures with (`SafetyReference`); absent in old bundles |
/// | `SHA256SUMS` | hashes of these files, in the format of `sha256sum` |
package struct ModelBundle: Sendable {
    package let configuration: BundleConfiguration
    package let vocabulary: Vocabulary
    package let provenance: Provenance
    package let checkpoint: Checkpoint
    package let weightsSHA256: String
    /// SHA-256 of `vocabulary.json`.
    package let vocabularySHA256: String
    /// Nil in old bundles, whose drafts say that the pictures were not assessed.
    package let safety: SafetyReference?

    static let configurationFile = "configuration.json"
    static let vocabularyFile = "vocabulary.json"
    static let weightsFile = "weights.safetensors"
    static let safetyFile = "safety.safetensors"
    static let provenanceFile = "provenance.json"
    package static let sumsFile = "SHA256SUMS"
    private static let maximumTextBytes = 16 << 20

    package var identity: ModelIdentity {
        ModelIdentity(name: configuration.name, version: configuration.version, weightsSHA256: weightsSHA256)
    }

    /// Number of values in the weights file, including running statistics.
    package var weightCount: Int { checkpoint.tensors.values.reduce(0) { $0 + $1.values.count } }

    /// Reads a bundle after checking every file's hash.
    ///
    /// Throws `ReportGenerationError`.
    package init(directory: URL) throws(ReportGenerationError) {
        let sums = try Self.hashes(in: directory)
        func verified(_ name: String) throws(ReportGenerationError) -> (bytes: Data, hash: String) {
            let url = directory.appendingPathComponent(name)
            guard let expected = sums[name] else { throw .notHashed(path: name) }
            let bytes = try Self.read(url, limit: name == Self.weightsFile ? .max : Self.maximumTextBytes)
            let hash = Self.hash(bytes)
            guard hash == expected else { throw .hashMismatch(path: url.path) }
            return (bytes, hash)
        }
        func parsed(_ name: String, _ bytes: Data) throws(ReportGenerationError) -> Checkpoint {
            do {
                return try SafeTensors.parse(bytes)
            } catch {
                throw .invalid(path: directory.appendingPathComponent(name).path, reason: "\(error)")
            }
        }
        func decoded<Value: Decodable>(_ name: String, as: Value.Type) throws(ReportGenerationError) -> Value {
            let bytes = try verified(name).bytes
            do {
                return try JSONDecoder().decode(Value.self, from: bytes)
            } catch {
                throw .invalid(path: directory.appendingPathComponent(name).path, reason: "\(error)")
            }
        }
        configuration = try decoded(Self.configurationFile, as: BundleConfiguration.self)
        vocabulary = try decoded(Self.vocabularyFile, as: Vocabulary.self)
        provenance = try decoded(Self.provenanceFile, as: Provenance.self)
        if let fault = configuration.fault(vocabulary: vocabulary) {
            throw .invalid(path: directory.appendingPathComponent(Self.configurationFile).path, reason: fault)
        }
        vocabularySHA256 = sums[Self.vocabularyFile] ?? ""
        let weights = try verified(Self.weightsFile)
        weightsSHA256 = weights.hash
        checkpoint = try parsed(Self.weightsFile, weights.bytes)
        guard sums[Self.safetyFile] != nil else {
            safety = nil
            return
        }
        let arrays = try parsed(Self.safetyFile, verified(Self.safetyFile).bytes)
        do {
            safety = try SafetyReference(arrays, featureSize: configuration.network.featureSize)
        } catch {
            throw .invalid(path: directory.appendingPathComponent(Self.safetyFile).path, reason: "\(error)")
        }
    }

    /// Writes a bundle with these parts to a new or existing folder and reads it back.
    ///
    /// Weights are stored as float16, which halves the size; the rounding is far below the noise of training.
    package static func write(
        to directory: URL, configuration: BundleConfiguration, vocabulary: Vocabulary, provenance: Provenance,
        checkpoint: Checkpoint, safety: SafetyReference? = nil
    ) throws(ReportGenerationError) -> ModelBundle {
        do {
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try encoder.encode(configuration).write(to: directory.appendingPathComponent(configurationFile))
            try encoder.encode(vocabulary).write(to: directory.appendingPathComponent(vocabularyFile))
            try encoder.encode(provenance).write(to: directory.appendingPathComponent(provenanceFile))
            try SafeTensors.write(checkpoint, to: directory.appendingPathComponent(weightsFile), precision: .float16)
        } catch {
            throw .unreadable(path: directory.path, reason: "\(error)")
        }
        try finish(directory, safety)
        return try ModelBundle(directory: directory)
    }

    /// Replaces the safety reference in a bundle's folder, updates `SHA256SUMS` and reads the bundle back. The other
    /// files stay as they are.
    package static func replaceSafety(
        of directory: URL, with safety: SafetyReference
    ) throws(ReportGenerationError) -> ModelBundle {
        try finish(directory, safety)
        return try ModelBundle(directory: directory)
    }

    /// Writes the safety reference, unless it is nil, and the hashes of all files.
    private static func finish(_ directory: URL, _ safety: SafetyReference?) throws(ReportGenerationError) {
        do {
            var names = [configurationFile, provenanceFile, vocabularyFile, weightsFile]
            if let safety {
                let file = directory.appendingPathComponent(safetyFile)
                try SafeTensors.write(safety.checkpoint, to: file, precision: .float32)
                names.insert(safetyFile, at: 2)
            }
            let lines = try names.map {
                hash(try read(directory.appendingPathComponent($0), limit: .max)) + "  " + $0 + "\n"
            }
            try Data(lines.joined().utf8).write(to: directory.appendingPathComponent(sumsFile), options: .atomic)
        } catch let error as ReportGenerationError {
            throw error
        } catch {
            throw .unreadable(path: directory.path, reason: "\(error)")
        }
    }

    /// The hashes of a bundle's files, in hexadecimal, by name, as `SHA256SUMS` has them.
    package static func hashes(in directory: URL) throws(ReportGenerationError) -> [String: String] {
        let url = directory.appendingPathComponent(sumsFile)
        let text = String(decoding: try read(url, limit: maximumTextBytes), as: UTF8.self)
        var sums: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            let fields = line.split(separator: " ", omittingEmptySubsequences: true)
            guard fields.count == 2, fields[0].count == 64 else {
                throw .invalid(path: url.path, reason: "a line does not have the form \"hash  name\"")
            }
            sums[String(fields[1])] = String(fields[0])
        }
        return sums
    }

    private static func read(_ url: URL, limit: Int) throws(ReportGenerationError) -> Data {
        do {
            let bytes = try Data(contentsOf: url, options: .mappedIfSafe)
            if bytes.count > limit {
                throw ReportGenerationError.invalid(path: url.path, reason: "the file is larger than \(limit) bytes")
            }
            return bytes
        } catch let error as ReportGenerationError {
            throw error
        } catch {
            throw .unreadable(path: url.path, reason: error.localizedDescription)
        }
    }

    /// SHA-256 as lower-case hexadecimal digits.
    package static func hash(_ bytes: Data) -> String {
        SHA256.hash(data: bytes).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
