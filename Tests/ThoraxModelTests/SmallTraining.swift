import Foundation
import TestHarness
import Testing

/// The shipped training configuration with a network that trains in seconds.
enum SmallTraining {
    static func configuration(epochs: Int = 2) throws -> Data {
        let shipped = try Data(contentsOf: packageRoot.appending(path: "etc/thorax-model-demo.json"))
        var settings = try #require(try JSONSerialization.jsonObject(with: shipped) as? [String: Any])
        var optimization = try #require(settings["optimization"] as? [String: Any])
        var network = try #require(settings["network"] as? [String: Any])
        optimization["epochs"] = epochs
        optimization["batchSize"] = 4
        network["trunkWidths"] = [4, 8]
        network["trunkBlocks"] = [1, 1]
        network["hiddenSize"] = 16
        network["headCount"] = 2
        network["feedForwardSize"] = 16
        settings["optimization"] = optimization
        settings["network"] = network
        settings["preprocessing"] = ["version": 1, "size": 16, "clippedShare": 0]
        return try JSONSerialization.data(withJSONObject: settings)
    }
}
