import NeuralNetwork
import ReportGeneration

/// A seeded data set without pictures: features as a frozen trunk would compute them, and reports that say more than their
/// labels.
///
/// A study has findings that co-occur as in patients (`SyntheticScenario`), and independently of them incidental findings,
/// which no label covers. Each finding has attributes (`FactFinding.attributes`): side and zone decide its place on the grid,
/// the grade its amplitude. Every finding has a direction in feature space, part of which the findings of its family f share
/// (g and u are random unit vectors; a device has a direction for each kind):
///
///     v_k = sqrt(overlap) g_f + sqrt(1 - overlap) u_k
///
/// The features at position p of the grid are
///
///     x_p = sum over facts k at p of a_k v_k + sum over m of c_m h_mp d_m + noise e_p
///
/// a_k is `amplitude` times 0.6, 1 or 1.6 for the grade, with 15 % deviation. The second sum is the anatomy, which no report
/// mentions: four directions d_m, each with a fixed pattern h_m over the grid and the study's own strength c_m.
///
/// Labels are given with errors, and reports omit attributes and add sentences about what no picture can show
/// (`SyntheticRates`). A study has one report, in one wording. Studies with equal labels have different reports, and a model
/// can tell these apart only by reading place, amplitude and incidental findings from the picture.
package struct SyntheticStudies: Codable, Sendable, Equatable {
    /// Decides the directions and every study. It is independent of the training seed, so that all runs use the same data.
    package var seed: UInt64
    package var trainStudies: Int
    package var validationStudies: Int
    package var testStudies: Int
    /// Height and width of the grid.
    package var gridSize: Int
    /// Feature size of a position.
    package var width: Int
    /// Median amplitude of a moderate finding.
    package var amplitude: Float
    /// Share of a direction's square that its family shares, 0 to 1.
    package var overlap: Float
    /// Standard deviation of the strength of each anatomical direction.
    package var anatomyDeviation: Float
    /// Standard deviation of the noise in each feature.
    package var noiseDeviation: Float

    /// Returns what is invalid, or nil.
    var fault: String? {
        let counts = [trainStudies, validationStudies, testStudies]
        if !counts.allSatisfy((1...100_000).contains) { return "a synthetic fold is not within 1...100000 studies" }
        if !(3...64).contains(gridSize) { return "gridSize is not within 3...64" }
        if !(1...4096).contains(width) { return "width is not within 1...4096" }
        if !(0...1).contains(overlap) { return "overlap is not within 0...1" }
        if ![amplitude, anatomyDeviation, noiseDeviation].allSatisfy({ $0 >= 0 && $0.isFinite }) {
            return "a synthetic amplitude or deviation is negative"
        }
        return nil
    }

    /// Generates the data set; every study is its own patient.
    package func dataset() throws -> StudyDataset {
        let world = SyntheticWorld(self)
        let sizes: [(Fold, Int)] = [(.train, trainStudies), (.validation, validationStudies), (.test, testStudies)]
        var folds: [Fold: [TrainingStudy]] = [:]
        for (fold, count) in sizes { folds[fold] = (0..<count).map { study("\(fold.rawValue) \($0)", world) } }
        return try StudyDataset(labels: FactFinding.labels, split: folds)
    }

    private func study(_ id: String, _ world: SyntheticWorld) -> TrainingStudy {
        var generator = RandomGenerator(seed: seed, stream: "study " + id, index: 0)
        let truth = SyntheticRates.truth(&generator)
        return TrainingStudy(
            id: id, patient: id, group: nil, views: [.features(world.features(truth, &generator))],
            labels: SyntheticRates.labels(truth, &generator),
            report: .stated(SyntheticRates.report(truth, &generator)))
    }
}
