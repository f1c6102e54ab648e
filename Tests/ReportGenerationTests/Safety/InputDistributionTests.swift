import NeuralNetwork
import Testing

@testable import ReportGeneration

struct InputDistributionTests {
    /// Eight noisy features around a given value, and pictures that get brighter to the right.
    static func traits(_ count: Int, seed: UInt64, around value: Float = 0) -> [PictureTraits] {
        var generator = RandomGenerator(seed: seed)
        return (0..<count).map { _ in
            PictureTraits(
                features: generator.normals(8, deviation: 1).map { $0 + value },
                input: generator.normals(256, deviation: 1).enumerated().map { Float($0 % 16) + $1 }, size: 16,
                channels: 1)
        }
    }

    static func reference(lowConfidence: Double = 0.5, words: [String] = []) throws -> SafetyReference {
        try ReportGenerator.prepare(threads: 1)
        return SafetyReference(
            distribution: InputDistribution(training: traits(300, seed: 1), validation: traits(200, seed: 2)),
            lowConfidence: lowConfidence, mostFrequentReport: SafetyReference.hash(words))
    }

    @Test func `pictures like the training pictures are within the limit, others are not`() throws {
        let distribution = try Self.reference().distribution
        let usual = Self.traits(300, seed: 5).count { distribution.distance(of: $0) > 1 }
        #expect(usual < 24, "\(usual) of 300")
        #expect(Self.traits(20, seed: 6, around: 12).allSatisfy { distribution.distance(of: $0) > 1.5 })
    }

    @Test func `one large distance is enough`() throws {
        let distribution = try Self.reference().distribution
        let usual = Self.traits(1, seed: 7)[0]
        let turned = (0..<256).map { Float($0 / 16) }
        let strange = PictureTraits(features: usual.features, input: turned, size: 16, channels: 1)
        #expect(distribution.distance(of: usual) < 1)
        #expect(distribution.distance(of: strange) > 1)
    }

    @Test func `a value that is not a number makes a picture unusual`() throws {
        let distribution = try Self.reference().distribution
        let broken = PictureTraits(
            features: [Float](repeating: .nan, count: 8), input: [Float](repeating: 0, count: 256), size: 16,
            channels: 1)
        #expect(distribution.distance(of: broken) == 1e6)
    }

    @Test func `the limits decide which notice is given`() throws {
        let distribution = try Self.reference().distribution
        #expect(distribution.notice(picture: 0, distance: 1) == nil)
        #expect(distribution.notice(picture: 0, distance: 1.2) == .unlikeTrainingPictures(picture: 0, distance: 1.2))
        #expect(distribution.notice(picture: 3, distance: 1.6) == .notChestRadiograph(picture: 3, distance: 1.6))
    }

    @Test func `quantiles are elements of the sample`() {
        let sample = (1...100).map(Double.init).shuffled()
        #expect(Quantile.value(0.99, of: sample) == 99)
        #expect(Quantile.value(1, of: sample) == 100)
        #expect(Quantile.value(0.02, of: sample) == 2)
        #expect(Quantile.value(0.5, of: []) == nil)
    }
}
