package import Tensors
import NeuralNetwork

/// Scores the possible next tokens of several partial reports.
package protocol NextTokenScorer: AnyObject {
    /// Maximum tokens of a report, including the end token.
    var maxLength: Int { get }

    /// Returns log-probabilities (tokens.count, V) of the next token. Report i of this call is report parents[i] of the
    /// previous call extended by tokens[i]. The first call has one report, with parent 0 and the token `begin`.
    func logProbabilities(adding tokens: [Int32], to parents: [Int]) -> Tensor
}

/// The decoder with a key/value cache: each step costs one token per report and equals, up to rounding, running the
/// network on the whole report, because attention is causal.
package final class CachedDecoder: NextTokenScorer {
    private let network: ReportNetwork
    private let study: EncodedStudy
    /// Used if the network is prepared for inference; otherwise the caches are.
    private let state: PackedDecoderState?
    private let caches: [KeyValueCache]
    private let pass = ForwardPass.inference()
    private var length = 0
    /// Attention to the memory by step; empty if the network is not prepared for inference.
    private var attentionByStep: [Tensor] = []

    /// Decodes at most `beams` reports of one study in parallel.
    package init(_ network: ReportNetwork, _ study: EncodedStudy, beams: Int) {
        self.network = network
        self.study = study
        let configuration = network.configuration
        state = network.preparedState(study, beams: beams)
        caches = (0..<(state == nil ? configuration.decoderLayers : 0)).map { _ in
            KeyValueCache(beams: beams, maxLength: configuration.maxLength, size: configuration.hiddenSize)
        }
    }

    package var maxLength: Int { network.configuration.maxLength }

    package func logProbabilities(adding tokens: [Int32], to parents: [Int]) -> Tensor {
        if let state {
            let logits = state.step(network.embedded(tokens, at: length, pass), parents: parents)
            length += 1
            attentionByStep.append(state.memoryAttention)
            return logSoftmax(logits)
        }
        for cache in caches { cache.reorder(parents) }
        let logits = network.decoded(
            tokens, shape: [tokens.count, 1], keyValues: study.keyValues, caches: caches, from: length, pass)
        length += 1
        return logSoftmax(logits.reshaped([tokens.count, logits.lastSize]))
    }

    /// Returns where the decoder looked in one step: weights over the study's image tokens, which sum to 1
    /// (`PackedDecoderState`).
    ///
    /// - Parameters:
    ///   - step: number of the call of `logProbabilities`, from 0.
    ///   - report: position of the report in that call.
    /// - Returns: nil if the network is not prepared for inference.
    func attention(step: Int, report: Int) -> [Float]? {
        attentionByStep.indices.contains(step) ? attentionByStep[step].rows(report..<report + 1).array() : nil
    }
}
