package import Tensors
import NeuralNetwork

/// Scores every token as the next one of some reports in the making.
package protocol NextTokenScorer: AnyObject {
    /// Most tokens of a report, the end counted.
    var maxLength: Int { get }

    /// Log-probabilities (tokens.count, V) of what follows when report i of this call is report parents[i] of the last one with
    /// tokens[i] added. The first call has one report, of parent 0, and the token `begin`.
    func logProbabilities(adding tokens: [Int32], to parents: [Int]) -> Tensor
}

/// The decoder with what it has read so far in caches: each step costs one token per report, and gives what the whole report
/// through the network would give up to rounding, since no position looks ahead.
package final class CachedDecoder: NextTokenScorer {
    private let network: ReportNetwork
    private let study: EncodedStudy
    /// Of a network prepared for inference; others read through the caches.
    private let state: PackedDecoderState?
    private let caches: [KeyValueCache]
    private let pass = ForwardPass.inference()
    private var length = 0

    /// For at most `beams` reports at a time of one study.
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
            return logSoftmax(logits)
        }
        for cache in caches { cache.reorder(parents) }
        let logits = network.decoded(
            tokens, shape: [tokens.count, 1], keyValues: study.keyValues, caches: caches, from: length, pass)
        length += 1
        return logSoftmax(logits.reshaped([tokens.count, logits.lastSize]))
    }
}
