import NeuralNetwork
import ReportGeneration

/// Baseline drafts without training: lower and upper bounds for interpreting a variant's scores.
struct AblationFloors {
    let rows: [(name: String, drafts: [[String]])]

    init(_ configuration: AblationConfiguration, _ data: AblationData) {
        let (training, studies) = (data.dataset[.train], data.dataset[configuration.fold])
        let reports = training.map { DraftReference($0, seed: configuration.seed).report }
        let frequent = Floors.mostFrequent(reports)?.words ?? []
        let nearest = Floors.nearest(training: training.map(Self.features), pictures: studies.map(Self.features))
        rows = [
            ("most frequent report", studies.map { _ in frequent }),
            ("nearest in feature space", nearest.map { reports[$0].words }),
            // The wording is independent of the picture, so this is the most that text scores can reach.
            ("true findings, other words", studies.map { Self.reworded($0, seed: configuration.seed) }),
        ]
    }

    /// A report of the study's true findings in another wording than its own.
    private static func reworded(_ study: TrainingStudy, seed: UInt64) -> [String] {
        guard let facts = study.facts else { return study.words(seed: seed, edition: 1) }
        var generator = RandomGenerator(seed: seed, stream: "reworded " + study.id, index: 0)
        return FactGrammar.words(of: FactGrammar.compose(facts.truth, using: &generator))
    }

    private static func features(_ study: TrainingStudy) -> [Float] {
        if case .features(let values) = study.views.first { values } else { [] }
    }
}
