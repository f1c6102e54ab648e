import Foundation
import NeuralNetwork
import Tensors
import Testing

@testable import ReportGeneration

/// Runs the whole decoder on every partial report at each step, without a cache.
private final class UncachedDecoder: NextTokenScorer {
    let network: ReportNetwork
    let study: EncodedStudy
    var reports: [[Int32]] = [[]]

    init(_ network: ReportNetwork, _ study: EncodedStudy) {
        self.network = network
        self.study = study
    }

    var maxLength: Int { network.configuration.maxLength }

    func logProbabilities(adding tokens: [Int32], to parents: [Int]) -> Tensor {
        reports = zip(parents, tokens).map { reports[$0] + [$1] }
        let last = reports.map { report in
            let logits = network.decoded(
                report, shape: [1, report.count], keyValues: study.keyValues, caches: nil, from: 0, .inference())
            return logSoftmax(logits.reshaped([report.count, logits.lastSize]).rows(report.count - 1..<report.count))
        }
        return concatenated(last)
    }
}

/// Fixed log-probabilities for each partial report.
private final class TableScorer: NextTokenScorer {
    let maxLength: Int
    let table: [[Int32]: [Float]]
    var reports: [[Int32]] = [[]]
    var steps = 0

    /// Probabilities of the end token and of the words 4 and 5 after each partial report.
    init(maxLength: Int, _ table: [[Int32]: [Float]]) {
        self.maxLength = maxLength
        self.table = table
    }

    func logProbabilities(adding tokens: [Int32], to parents: [Int]) -> Tensor {
        steps += 1
        reports = zip(parents, tokens).map { reports[$0] + ($1 == Token.begin ? [] : [$1]) }
        let rows = reports.map { report -> Tensor in
            let p = table[report] ?? [1, 0, 0]
            return Tensor([0, 0, log(p[0]), -.infinity, log(p[1]), log(p[2])], shape: [1, 6])
        }
        return concatenated(rows)
    }
}

@Suite struct BeamSearchTests {
    @Test(arguments: [1, 2, 3, 5])
    func `the cache does not change the generated tokens`(beams: Int) throws {
        try Compute.prepare(threads: 2)
        for seed in 1...10 {
            let network = ReportNetwork(
                ReportNetworkConfiguration(
                    imageSize: 32, trunkWidths: [4, 8], trunkBlocks: [1, 1], hiddenSize: 16, headCount: 4,
                    feedForwardSize: 32, encoderLayers: 1, decoderLayers: 2, vocabularySize: 30, maxLength: 14),
                seed: UInt64(seed))
            // Sharper than the initial weights, so that the beams diverge and are reordered.
            for parameter in network.headParameters where parameter.name.hasSuffix("weight") {
                parameter.value.scale(by: 3)
            }
            var generator = RandomGenerator(seed: UInt64(seed))
            let images = Tensor(generator.normals(2 * 32 * 32, deviation: 1), shape: [2, 32, 32, 1])
            let study = network.encode(images: images)
            let search = BeamSearch(beamCount: beams)
            let expected = search.generate(UncachedDecoder(network, study))
            let cached = search.generate(network, study)
            network.prepareForInference()
            let packed = search.generate(network, study)
            for found in [cached, packed] {
                #expect(found.tokens == expected.tokens)
                #expect(found.hasEnded == expected.hasEnded)
                #expect(zip(found.logProbabilities, expected.logProbabilities).allSatisfy { abs($0 - $1) < 1e-3 })
                #expect(found.logProbabilities.count == found.tokens.count + (found.hasEnded ? 1 : 0))
            }
        }
    }

    /// Greedy search finds 4, end with 0.5 * 0.4; 5, 5, end has 0.4 * 0.9 * 0.9.
    private let misleading: [[Int32]: [Float]] = [
        []: [0.1, 0.5, 0.4], [4]: [0.4, 0.3, 0.3], [5]: [0.05, 0.05, 0.9], [5, 5]: [0.9, 0.05, 0.05],
    ]

    @Test func `finds the more likely report that greedy search misses`() {
        let greedy = BeamSearch(beamCount: 1).generate(TableScorer(maxLength: 9, misleading))
        #expect(greedy.tokens == [4])
        let beam = BeamSearch(beamCount: 2).generate(TableScorer(maxLength: 9, misleading))
        #expect(beam.tokens == [5, 5])
        #expect(beam.hasEnded)
        #expect(abs(beam.total - log(Float(0.4 * 0.9 * 0.9))) < 1e-6)
        #expect(beam.logProbabilities.count == 3)
    }

    @Test func `stops once no partial report can beat the best finished one`() {
        let scorer = TableScorer(maxLength: 50, misleading)
        _ = BeamSearch(beamCount: 2).generate(scorer)
        #expect(scorer.steps == 3)
    }

    @Test func `a report cut at the maximum length is marked as not ended`() {
        let endless = TableScorer(maxLength: 3, [[]: [0, 1, 0], [4]: [0, 1, 0], [4, 4]: [0, 1, 0]])
        let report = BeamSearch().generate(endless)
        #expect(report.tokens == [4, 4, 4])
        #expect(!report.hasEnded)
        #expect(report.logProbabilities == [0, 0, 0])
    }

    @Test func `a report may be empty`() {
        let report = BeamSearch().generate(TableScorer(maxLength: 9, [[]: [0.9, 0.05, 0.05]]))
        #expect(report.tokens.isEmpty)
        #expect(report.hasEnded)
    }
}
