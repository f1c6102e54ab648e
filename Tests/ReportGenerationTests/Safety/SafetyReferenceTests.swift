import NeuralNetwork
import Testing

@testable import ReportGeneration

struct SafetyReferenceTests {
    @Test func `round-trips through arrays`() throws {
        let reference = try InputDistributionTests.reference(lowConfidence: 0.25, words: ["clear", "."])
        let back = try SafetyReference(reference.checkpoint, featureSize: 8)
        let picture = InputDistributionTests.traits(1, seed: 9)[0]
        let distances = [reference, back].map { $0.distribution.distance(of: picture) }
        #expect(abs(distances[0] - distances[1]) < 1e-6)
        #expect(back.lowConfidence == 0.25 && back.mostFrequentReport == SafetyReference.hash(["clear", "."]))
    }

    @Test func `refuses arrays that no distance can be computed with`() throws {
        let checkpoint = try InputDistributionTests.reference().checkpoint
        #expect(throws: CheckpointError.self) { try SafetyReference(checkpoint, featureSize: 9) }
        for (name, value) in [
            ("features.residual", Float(0)), ("thumbnails.mean", .nan), ("features.variances", -1), ("limits", 0),
        ] {
            var broken = checkpoint
            broken.tensors[name]?.values[0] = value
            #expect(throws: CheckpointError.self, "\(name)") { try SafetyReference(broken, featureSize: 8) }
        }
        var lacking = checkpoint
        lacking.tensors["thumbnails.axes"] = nil
        #expect(throws: CheckpointError.self) { try SafetyReference(lacking, featureSize: 8) }
    }
}
