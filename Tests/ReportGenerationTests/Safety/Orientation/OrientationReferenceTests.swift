import NeuralNetwork
import Testing

@testable import ReportGeneration

struct OrientationReferenceTests {
    private static func checkpoint() throws -> Checkpoint {
        let network = OrientationNetwork(seed: nil)
        try network.load(OrientationNetworkTests.checkpoint())
        var reference = try InputDistributionTests.reference()
        reference.orientation = OrientationReference(network, limits: OrientationEstimateTests.limits)
        return reference.checkpoint
    }

    @Test func `round-trips through the arrays of a safety reference`() throws {
        let back = try #require(try SafetyReference(Self.checkpoint(), featureSize: 8).orientation)
        #expect(back.limits == OrientationEstimateTests.limits)
        #expect(back.network.checkpoint == (try OrientationNetworkTests.checkpoint()))
        let older = try SafetyReference(InputDistributionTests.reference().checkpoint, featureSize: 8)
        #expect(older.orientation == nil)
    }

    @Test(arguments: ["orientation.limits", "orientation.head.weight", "orientation.layer0.norm.running_var"])
    func `refuses arrays that are missing, of another shape or not finite`(name: String) throws {
        let checkpoint = try Self.checkpoint()
        var missing = checkpoint
        missing.tensors[name] = nil
        var longer = checkpoint
        longer.tensors[name] = CheckpointTensor(shape: [7], values: [Float](repeating: 0, count: 7))
        var infinite = checkpoint
        infinite.tensors[name]?.values[0] = .infinity
        for broken in [missing, longer, infinite] {
            #expect(throws: CheckpointError.self, "\(name)") { try SafetyReference(broken, featureSize: 8) }
        }
    }

    @Test func `refuses limits out of order`() throws {
        var checkpoint = try Self.checkpoint()
        checkpoint.tensors["orientation.limits"]?.values = [2, 1, 0]
        #expect(throws: CheckpointError.self) { try SafetyReference(checkpoint, featureSize: 8) }
    }
}
