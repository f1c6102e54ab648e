import NeuralNetwork

/// The weights and limits of a bundle's orientation check; arrays of `safety.safetensors` that begin with `orientation.`.
package struct OrientationReference: Sendable, Equatable {
    private let weights: Checkpoint
    package let limits: OrientationLimits

    package init(_ network: OrientationNetwork, limits: OrientationLimits) {
        weights = network.checkpoint
        self.limits = limits
    }

    private static let prefix = "orientation."
    private static let limitsName = "orientation.limits"

    /// The arrays by their names in the file.
    var tensors: [String: CheckpointTensor] {
        var tensors = Dictionary(
            uniqueKeysWithValues: weights.tensors.map { (Self.prefix + $0.key, $0.value) })
        tensors[Self.limitsName] = CheckpointTensor(
            shape: [3], values: [limits.turned, limits.refused, limits.mirrored].map(Float.init))
        return tensors
    }

    /// Reads the check's arrays from those of a file; nil if the file has no such array.
    ///
    /// Throws `CheckpointError.malformed` if some are missing, have another shape or hold numbers that are not finite.
    init?(_ checkpoint: Checkpoint) throws(CheckpointError) {
        let own = checkpoint.tensors.filter { $0.key.hasPrefix(Self.prefix) }
        guard !own.isEmpty else { return nil }
        guard own.values.allSatisfy({ $0.values.allSatisfy(\.isFinite) }) else {
            throw .malformed(reason: "the orientation check has numbers that are not finite")
        }
        guard let limits = own[Self.limitsName]?.values.map(Double.init), limits.count == 3, limits[0] <= limits[1]
        else {
            throw .malformed(reason: "\(Self.limitsName) is missing or is not three numbers in order")
        }
        self.limits = OrientationLimits(turned: limits[0], refused: limits[1], mirrored: limits[2])
        let named = own.filter { $0.key != Self.limitsName }.map {
            (String($0.key.dropFirst(Self.prefix.count)), $0.value)
        }
        weights = Checkpoint(tensors: Dictionary(uniqueKeysWithValues: named))
        guard weights.tensors.mapValues(\.shape) == OrientationNetwork.shapes else {
            throw .malformed(reason: "the arrays of the orientation check do not fit its network")
        }
    }

    /// A network with these weights; requires `ReportGenerator.prepare`.
    package var network: OrientationNetwork {
        let network = OrientationNetwork(seed: nil)
        do {
            try network.load(weights)
        } catch {
            // The initializers admit only weights of this network.
            preconditionFailure("\(error)")
        }
        return network
    }
}
