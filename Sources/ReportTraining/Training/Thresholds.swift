import FindingLabels
import Foundation

extension Trainer {
    /// For each finding, the probability with the highest F1 on the validation fold; 0.5 if the fold has too few films
    /// with the finding.
    func thresholds() throws -> [Float] {
        let validation = try validate()
        return dataset.labels.indices.map { finding in
            let labels = dataset[.validation].map { $0.labels[finding] == .positive }
            let scores = validation.scores.map { 1 / (1 + exp(-$0[finding])) }
            guard labels.count(where: { $0 }) >= EvaluationPolicy.minimumPositives else { return 0.5 }
            var best: (f1: Double, threshold: Float) = (0, 0.5)
            for threshold in Set(scores).sorted() {
                let hits = zip(scores, labels).count { $0 >= threshold && $1 }
                let called = scores.count { $0 >= threshold }
                let f1 = 2 * Double(hits) / Double(called + labels.count { $0 })
                if f1 > best.f1 { best = (f1, threshold) }
            }
            return best.threshold
        }
    }
}
