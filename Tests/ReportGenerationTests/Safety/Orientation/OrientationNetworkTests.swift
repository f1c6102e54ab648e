import Foundation
import NeuralNetwork
import Tensors
import Testing

@testable import ReportGeneration

/// The expected numbers are printed by Tests/References/orientation.py.
struct OrientationNetworkTests {
    /// Numbers between two limits that differ by name and place, as in the script.
    private static func formula(_ name: String, _ shape: [Int], _ low: Double = -1, _ high: Double = 1) -> [Double] {
        let start = name.utf8.reduce(0) { $0 + Int($1) } % 97
        return (0..<shape.reduce(1, *)).map { low + (high - low) * Double(($0 * 37 + start * 11) % 101) / 100 }
    }

    /// Weights made by the formula, in the shape of the network.
    static func checkpoint() throws -> Checkpoint {
        try ReportGenerator.prepare(threads: 1)
        var checkpoint = Checkpoint()
        for (name, shape) in OrientationNetwork.shapes {
            let isPositive = name.hasSuffix("norm.weight") || name.hasSuffix("running_var")
            var values = isPositive ? formula(name, shape, 0.5, 1.5) : formula(name, shape)
            if shape.count == 4 { values = values.map { $0 / Double(shape[1]).squareRoot() } }
            checkpoint.tensors[name] = CheckpointTensor(shape: shape, values: values.map(Float.init))
        }
        return checkpoint
    }

    private static let picture = (0..<64 * 64).map { place in
        let (row, column) = (Double(place / 64) / 64, Double(place % 64) / 64)
        return Float(sin(5 * row + 1) + cos(3 * column * column + row))
    }

    @Test func `scores every orientation like the reference in numpy`() throws {
        let network = OrientationNetwork(seed: nil)
        try network.load(Self.checkpoint())
        let scores = network.scores(of: [Self.picture], .inference())
        #expect(scores.shape == [1, 8])
        let expected: [Float] = [-2.9066, -11.2775, -7.6799, -1.2824, -13.1625, -0.0869, -3.6498, -6.4578]
        for (score, expected) in zip(scores.array(), expected) { #expect(abs(score - expected) < 2e-3, "\(score)") }
    }

    @Test func `a picture laid in another orientation has the same scores in another order`() throws {
        try ReportGenerator.prepare(threads: 1)
        let network = OrientationNetwork(seed: 3)
        let laid = FilmOrientation.all.map { $0(Self.picture, size: 64) }
        let scores = network.scores(of: laid, .inference()).array()
        for index in laid.indices {
            // Undoing the picture's own orientation gives the upright picture and its score.
            #expect(abs(scores[index * 8 + index] - scores[0]) < 1e-4)
            let sorted = zip(scores[index * 8..<index * 8 + 8].sorted(), scores[0..<8].sorted())
            #expect(sorted.allSatisfy { abs($0 - $1) < 1e-4 })
        }
        #expect(network.estimates(of: []).isEmpty && network.estimates(of: laid).count == 8)
    }

    @Test func `has 15,737 parameters`() {
        #expect(OrientationNetwork(seed: 1).parameters.reduce(0) { $0 + $1.count } == 15_737)
    }
}
