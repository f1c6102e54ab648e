import NeuralNetwork
import ReportGeneration
import Tensors

/// A report that a network read under teacher forcing.
struct ModelReading: ForcedReport {
    let logLikelihood: Double
    /// (words, V)
    private let logProbabilities: [Float]
    private let vocabulary: Vocabulary

    /// Reads one row of a batch: log-probabilities (T, V), its targets (T) and mask (T).
    init(_ row: ArraySlice<Float>, targets: ArraySlice<Int32>, mask: ArraySlice<Float>, vocabulary: Vocabulary) {
        let size = vocabulary.count
        var (kept, sum): ([Float], Double) = ([], 0)
        for (offset, (target, weight)) in zip(targets, mask).enumerated() where weight == 1 {
            let values = row[row.startIndex + offset * size..<row.startIndex + (offset + 1) * size]
            sum += Double(values[values.startIndex + Int(target)])
            kept += values
        }
        (logProbabilities, logLikelihood) = (kept, sum)
        self.vocabulary = vocabulary
    }

    func logProbability(of word: String, at position: Int) -> Float {
        let id = vocabulary.encode(words: [word]).first ?? Token.unknown
        return logProbabilities[position * vocabulary.count + Int(id)]
    }
}

extension ModelReading {
    /// Reads reports of a fold, each with a picture of that fold and the picture's prompt.
    static func all(
        _ readings: [FactMeasures.Reading], of studies: [TrainingStudy], _ network: ReportNetwork, _ data: AblationData,
        _ vocabulary: Vocabulary
    ) throws -> [ModelReading] {
        try AblationData.parts(readings).flatMap { part in
            let pictures = part.map { studies[$0.picture] }
            let tokens = TokenBatch(
                reports: part.map { vocabulary.encode(words: studies[$0.report].facts?.words ?? []) },
                prompts: pictures.map { data.prompt($0, vocabulary) })
            let output = network.forward(try data.input(of: pictures), tokens: tokens, .inference())
            let all = logSoftmax(output.logits).array()
            let size = tokens.length * vocabulary.count
            return (0..<tokens.count).map { row in
                let places = row * tokens.length..<(row + 1) * tokens.length
                return ModelReading(
                    all[row * size..<(row + 1) * size], targets: tokens.targets[places],
                    mask: tokens.reportMask[places], vocabulary: vocabulary)
            }
        }
    }
}
