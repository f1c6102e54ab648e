import Foundation
import NeuralNetwork
import ReportGeneration
import Tensors
import Testing

@testable import ReportTraining

@Suite struct ModelReadingTests {
    @Test(arguments: [false, true])
    func `a reading in a batch has the log-probabilities of the report by itself`(isPrompted: Bool) throws {
        let configuration = AblationExample.configuration(promptsFindings: isPrompted)
        let data = try AblationData(configuration.datasets[0], folder: AblationExample.folder())
        let vocabulary = data.vocabulary
        let network = ReportNetwork(data.network(configuration.network), seed: 4)
        let studies = Array(data.dataset[.train].prefix(3))
        let readings = try ModelReading.all(
            [.init(picture: 0, report: 0), .init(picture: 1, report: 2)], of: studies, network, data, vocabulary)

        for (reading, (picture, report)) in zip(readings, [(0, 0), (1, 2)]) {
            // One report by itself, without padding.
            let words = studies[report].words(seed: 1, edition: 0)
            let prompt = data.prompt(studies[picture], vocabulary)
            let tokens = TokenBatch(reports: [vocabulary.encode(words: words)], prompts: [prompt])
            let features = try data.input(of: [studies[picture]]).features(network, .inference())
            let all = logSoftmax(network.forward(features: features, tokens: tokens, .inference()).logits).array()
            let targets = vocabulary.encode(words: words) + [Token.end]
            var sum: Float = 0
            for (index, target) in targets.enumerated() {
                let value = all[(prompt.count + index) * vocabulary.count + Int(target)]
                sum += value
                if index < words.count {
                    #expect(abs(reading.logProbability(of: words[index], at: index) - value) < 1e-4)
                }
            }
            #expect(abs(Float(reading.logLikelihood) - sum) < 1e-3)
        }
    }
}
