import Tensors

/// A decoder with a prompt, which stands between `begin` and the report.
///
/// Drafts are prompted with the findings that the finding head calls present or possible. Without a prompt the search returns the
/// single most likely report. Normal studies share few wordings while abnormal ones have many, so that report is normal
/// too often.
final class PromptedDecoder: NextTokenScorer {
    private let decoder: any NextTokenScorer
    private let prompt: [Int32]
    private var hasStarted = false

    init(_ decoder: any NextTokenScorer, prompt: [Int32]) {
        self.decoder = decoder
        self.prompt = prompt
    }

    var maxLength: Int { decoder.maxLength - prompt.count }

    func logProbabilities(adding tokens: [Int32], to parents: [Int]) -> Tensor {
        var scores = decoder.logProbabilities(adding: tokens, to: parents)
        if !hasStarted {
            hasStarted = true
            for token in prompt { scores = decoder.logProbabilities(adding: [token], to: [0]) }
        }
        return scores
    }
}
