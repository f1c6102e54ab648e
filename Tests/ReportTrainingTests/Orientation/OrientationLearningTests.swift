import NeuralNetwork
import TestHarness
import Testing

@testable import ReportGeneration
@testable import ReportTraining

@Suite(.blocking) struct OrientationLearningTests {
    /// Noisy pictures with a bright spot near one corner and a bar below it.
    private static func pictures(_ count: Int, seed: UInt64) -> [PictureTraits] {
        var generator = RandomGenerator(seed: seed)
        return (0..<count).map { _ in
            let (top, left) = (Int.random(in: 6..<18, using: &generator), Int.random(in: 10..<22, using: &generator))
            let noise = generator.normals(64 * 64, deviation: 0.3)
            let input = noise.enumerated().map { place, noise in
                let (row, column) = (place / 64 - top, place % 64 - left)
                return noise + (row * row + column * column < 36 ? 3 : 0) + (abs(column) < 3 && row > 0 ? 1.5 : 0)
            }
            return PictureTraits(features: [], input: input, size: 64, channels: 1)
        }
    }

    @Test func `a few epochs recognize where the spot of a picture lies`() throws {
        try ReportGenerator.prepare(threads: 1)
        var epochs: [Int] = []
        let reference = try #require(
            OrientationLearning.reference(
                training: Self.pictures(200, seed: 1), validation: Self.pictures(40, seed: 2), seed: 1, epochs: 8
            ) { done, _ in epochs.append(done) })
        #expect(epochs == Array(1...8))
        let network = reference.network
        let fresh = Self.pictures(20, seed: 3).map(\.orientationInput)
        for orientation in FilmOrientation.all {
            let estimates = network.estimates(of: fresh.map { orientation($0, size: 64) })
            let found = estimates.count { estimate in
                orientation.isTurned
                    ? estimate.turnMargin > 0 && estimate.turn == orientation
                    : estimate.turnMargin < 0 && (estimate.mirrorMargin > 0) == orientation.isMirrored
            }
            #expect(found >= 18, "\(orientation.words): \(found) of 20")
        }
    }

    @Test func `the check is not learned from too few films`() throws {
        try ReportGenerator.prepare(threads: 1)
        #expect(
            OrientationLearning.reference(
                training: Self.pictures(199, seed: 1), validation: Self.pictures(40, seed: 2), seed: 1) == nil)
        #expect(
            OrientationLearning.reference(
                training: Self.pictures(200, seed: 1), validation: Self.pictures(39, seed: 2), seed: 1) == nil)
    }

    @Test func `at most the allowed shares of upright films reach the limits`() {
        /// Films whose score in one other orientation rises from -89 to 10.
        func films(_ orientation: Int) -> [OrientationEstimate] {
            (1...100).map { index in
                var scores = [Float](repeating: -200, count: 8)
                scores[0] = 0
                scores[orientation] = Float(index) - 90
                return OrientationEstimate(scores: scores)
            }
        }
        let turned = OrientationLearning.limits(films(2))
        #expect(films(2).count { $0.turnMargin >= turned.turned } == 1)
        #expect(films(2).count { $0.turnMargin >= turned.refused } == 0)
        let mirrored = OrientationLearning.limits(films(4))
        #expect(films(4).count { $0.mirrorMargin >= mirrored.mirrored } == 2)
        let sure = OrientationLearning.limits([OrientationEstimate(scores: [50, 0, 0, 0, 0, 0, 0, 0])])
        #expect(sure.turned == 0 && sure.mirrored == 0 && sure.refused == OrientationLearning.leastRefusal)
    }
}
