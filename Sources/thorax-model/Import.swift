import ArgumentParser
import Foundation
import NeuralNetwork
import ReportTraining

struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Converts a published ResNet's weights to a trunk to train from.",
        discussion: """
            Reads safetensors with the names of torchvision, timm or R2Gen, detects ResNet-18, -34, -50 or -101, checks \
            every tensor and drops the classifier. Writes trunk.safetensors and trunk.json.

            Example: thorax-model import --weights resnet101.safetensors --output trunk
            """)

    @Option(help: "The weights, a safetensors file.", completion: .file(extensions: ["safetensors"]))
    var weights: String

    @Option(help: "The folder to write to.", completion: .directory)
    var output: String

    @Option(help: "Channels of the pictures: 3 keeps the first filters, 1 sums them for greyscale.")
    var channels = 3

    func validate() throws {
        guard channels == 1 || channels == 3 else { throw ValidationError("--channels must be 1 or 3") }
    }

    func run() throws {
        try Failure.reported {
            let found = try TrunkImport(weights: URL(fileURLWithPath: weights), channels: channels)
            try found.trunk.write(to: URL(fileURLWithPath: output))
            let (settings, tensors) = (found.trunk.settings, found.trunk.checkpoint.tensors)
            let count = tensors.values.reduce(0) { $0 + $1.values.count }
            print("\(settings.kind), \(settings.channels) channels, \(tensors.count) tensors, \(count) values")
            if !found.prefix.isEmpty { print("read below the prefix \(found.prefix)") }
            if !found.dropped.isEmpty {
                let rest = found.dropped.count > 5 ? " and \(found.dropped.count - 5) more" : ""
                print("dropped \(found.dropped.prefix(5).joined(separator: ", "))\(rest)")
            }
            print("source SHA-256 \(settings.sourceSHA256)")
        }
    }
}
