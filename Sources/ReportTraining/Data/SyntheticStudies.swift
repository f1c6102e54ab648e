import FindingLabels
import Foundation
import NeuralNetwork
import ReportGeneration

/// A seeded multi-label data set without pictures: features as a frozen trunk would give them, and composed reports.
///
/// Each study draws a scenario c by its share, then each finding k independently with P(y_k = 1
///
/// c) from a table, so that findings co-occur as in patients. Every finding has a direction in feature space that it
/// partly shares with the other findings of its family f (g and u are random unit vectors):
///
///     v_k = sqrt(overlap) g_f + sqrt(1 - overlap) u_k
///
/// The features at position p of the grid are
///
///     x_p = b + sum over present k of a_k 1[p in R_k] v_k + sum over distractors m of a_m 1[p = r_m] d_m + noise e_p
///
/// R_k is one or two of the six positions where k can be; a_k is log-normal around `amplitude` with deviation 0.35; b
/// (exposure) and e are normal. Distractors d_m are directions in the families that correspond to no finding; each
/// appears in a quarter of the studies.
///
/// Why this is a fair test: studies are told apart by the findings they share, which is what label similarity measures,
/// and findings of one family are hard to tell apart, which is where hard negatives should help. Nothing in the
/// features favours one objective, the labels are exact, the wording of reports is drawn independently of the features,
/// and distractors and overlap keep a trained model well below the true findings.
package struct SyntheticStudies: Codable, Sendable, Equatable {
    /// Decides the directions and every study; independent of the training seed, so that all runs use the same data.
    package var seed: UInt64
    package var trainStudies: Int
    package var validationStudies: Int
    package var testStudies: Int
    /// Height and width of the grid.
    package var gridSize: Int
    /// Feature size of a position.
    package var width: Int
    package var amplitude: Float
    package var overlap: Float
    package var exposureDeviation: Float
    package var noiseDeviation: Float

    /// Returns what is invalid, or nil.
    var fault: String? {
        let counts = [trainStudies, validationStudies, testStudies]
        if !counts.allSatisfy((1...100_000).contains) { return "a synthetic fold is not within 1...100000 studies" }
        if !(3...64).contains(gridSize) { return "gridSize is not within 3...64" }
        if !(1...4096).contains(width) { return "width is not within 1...4096" }
        if !(0...1).contains(overlap) { return "overlap is not within 0...1" }
        if ![amplitude, exposureDeviation, noiseDeviation].allSatisfy({ $0 >= 0 && $0.isFinite }) {
            return "a synthetic amplitude or deviation is negative"
        }
        return nil
    }

    /// Generates the data set; every study is its own patient.
    package func dataset() throws -> StudyDataset {
        let world = SyntheticWorld(self)
        let sizes: [(Fold, Int)] = [(.train, trainStudies), (.validation, validationStudies), (.test, testStudies)]
        var folds: [Fold: [TrainingStudy]] = [:]
        for (fold, count) in sizes {
            folds[fold] = (0..<count).map { index in
                let id = "\(fold.rawValue) \(index)"
                var generator = RandomGenerator(seed: seed, stream: "study " + id, index: 0)
                let findings = SyntheticScenario.draw(&generator)
                return TrainingStudy(
                    id: id, patient: id, group: nil,
                    views: [.features(world.features(findings, &generator))],
                    labels: ChestFinding.allCases.map { findings.contains($0) ? .positive : .negative },
                    report: .composed(findings))
            }
        }
        return try StudyDataset(labels: ChestFinding.allCases.map(\.displayName), split: folds)
    }
}

/// Directions and positions of findings and distractors.
private struct SyntheticWorld {
    private static let families: [[ChestFinding]] = [
        [.infiltration, .consolidation, .pneumonia, .edema], [.mass, .nodule, .atelectasis],
        [.effusion, .pleuralThickening, .pneumothorax], [.cardiomegaly, .emphysema, .fibrosis, .hernia],
    ]
    private static let placesPerFinding = 6
    private static let amplitudeDeviation: Float = 0.35
    private static let distractorShare: Float = 0.25

    private let settings: SyntheticStudies
    private var directions: [ChestFinding: [Float]] = [:]
    private var places: [ChestFinding: [Int]] = [:]
    private var distractors: [[Float]] = []

    init(_ settings: SyntheticStudies) {
        self.settings = settings
        let positions = settings.gridSize * settings.gridSize
        for (index, family) in Self.families.enumerated() {
            let shared = direction("family \(index)")
            for finding in family {
                directions[finding] = mixed(shared, direction(finding.rawValue))
                var generator = RandomGenerator(seed: settings.seed, stream: "places", index: finding.index)
                places[finding] = Array((0..<positions).shuffled(using: &generator).prefix(Self.placesPerFinding))
            }
            distractors += (0..<2).map { mixed(shared, direction("distractor \(index) \($0)")) }
        }
    }

    /// The features of one study, gridSize * gridSize * width values.
    func features(_ findings: Set<ChestFinding>, _ generator: inout RandomGenerator) -> [Float] {
        let (width, positions) = (settings.width, settings.gridSize * settings.gridSize)
        let exposure = generator.normals(width, deviation: settings.exposureDeviation)
        var x = generator.normals(positions * width, deviation: settings.noiseDeviation)
        for index in x.indices { x[index] += exposure[index % width] }
        func add(_ direction: [Float], at position: Int) {
            let spread = generator.normals(1, deviation: Self.amplitudeDeviation)[0]
            let amplitude = settings.amplitude * exp(spread)
            for column in 0..<width { x[position * width + column] += amplitude * direction[column] }
        }
        for finding in ChestFinding.allCases where findings.contains(finding) {
            guard let direction = directions[finding], let choices = places[finding] else { continue }
            let count = generator.nextUnit() < 0.5 ? 1 : 2
            for position in choices.shuffled(using: &generator).prefix(count) { add(direction, at: position) }
        }
        for distractor in distractors where generator.nextUnit() < Self.distractorShare {
            add(distractor, at: Int.random(in: 0..<positions, using: &generator))
        }
        return x
    }

    private func direction(_ name: String) -> [Float] {
        var generator = RandomGenerator(seed: settings.seed, stream: "direction " + name, index: 0)
        let values = generator.normals(settings.width, deviation: 1)
        let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return values.map { $0 / length }
    }

    private func mixed(_ shared: [Float], _ own: [Float]) -> [Float] {
        let (a, b) = (settings.overlap.squareRoot(), (1 - settings.overlap).squareRoot())
        return zip(shared, own).map { a * $0 + b * $1 }
    }
}
