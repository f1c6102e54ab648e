import Foundation
import TestHarness

/// Scores of pycocoevalcap, as `Tests/References/scores.py` prints them.
struct PackageScores: Decodable {
    struct Meteor: Decodable {
        let each: [Double]
        let together: Double
    }

    let bleu: [Double]
    let rougeL: Double
    let rougeLEach: [Double]
    let cider: Double
    let ciderEach: [Double]
    let meteor: Meteor?

    private static let references = packageRoot.appending(path: "Tests/References")
    private static let python = packageRoot.appending(path: ".venv-pycocoevalcap/bin/python")

    /// Whether `scripts/pycocoevalcap.sh` has installed the package.
    static var isInstalled: Bool {
        FileManager.default.fileExists(atPath: packageRoot.appending(path: ".venv-pycocoevalcap/ready-1.2").path)
    }

    /// Pairs of a candidate and its reference.
    static func pairs() throws -> [(candidate: String, reference: String)] {
        let bytes = try Data(contentsOf: references.appending(path: "pairs.json"))
        return try JSONDecoder().decode([[String]].self, from: bytes).map { ($0[0], $0[1]) }
    }

    /// The committed scores of `pairs()`.
    static func committed() throws -> PackageScores {
        try JSONDecoder().decode(Self.self, from: Data(contentsOf: references.appending(path: "scores.json")))
    }

    /// Scores of any pairs, computed by the package itself.
    static func running(on pairs: [(candidate: String, reference: String)]) throws -> PackageScores {
        let input = FileManager.default.temporaryDirectory.appending(path: "pairs-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: input) }
        try JSONEncoder().encode(pairs.map { [$0.candidate, $0.reference] }).write(to: input)
        let scored = try RunningProgram(python, [references.appending(path: "scores.py").path, input.path]).end()
        return try JSONDecoder().decode(Self.self, from: Data(scored.output.utf8))
    }
}
