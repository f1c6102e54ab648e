import Foundation
import NeuralNetwork
import ReportGeneration
import Tensors

/// A beam search with three beams and weights that never end a report before the maximum length.
struct DecodeTask: BenchmarkTask {
    private let network: ReportNetwork
    private let study: EncodedStudy

    init(_ directory: URL, name: String, tokens: Int, images count: Int = 2) throws {
        network = try reportNetwork(directory, name: name, maxLength: tokens)
        network.prepareForInference(releasing: true)
        let images = try directory.appending(path: "\(name).inputs.safetensors").tensor("images")
        study = network.encode(images: images.rows(0..<count))
    }

    func run() { _ = BeamSearch(beamCount: 3).generate(network, study) }

    /// The tokens, followed by the log-probability of each.
    func output() -> CheckpointTensor {
        let report = BeamSearch(beamCount: 3).generate(network, study)
        let values = report.tokens.map { Float($0) } + report.logProbabilities
        return CheckpointTensor(shape: [2, report.tokens.count], values: values)
    }
}

/// Loads a network from NAME.json (configuration) and NAME.safetensors (weights), cut to `maxLength` tokens if given.
func reportNetwork(_ directory: URL, name: String, maxLength: Int? = nil) throws -> ReportNetwork {
    let data = try Data(contentsOf: directory.appending(path: "\(name).json"))
    var configuration = try JSONDecoder().decode(ReportNetworkConfiguration.self, from: data)
    var checkpoint = try SafeTensors.read(directory.appending(path: "\(name).safetensors"))
    if let maxLength, let position = checkpoint.tensors["token_position"] {
        configuration.maxLength = maxLength
        checkpoint.tensors["token_position"] = CheckpointTensor(
            shape: [maxLength, configuration.hiddenSize],
            values: Array(position.values.prefix(maxLength * configuration.hiddenSize)))
    }
    let network = ReportNetwork(configuration, seed: nil)
    try network.load(checkpoint)
    return network
}
