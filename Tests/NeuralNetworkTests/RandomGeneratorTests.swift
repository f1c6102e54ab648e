import Testing

@testable import NeuralNetwork

@Suite struct RandomGeneratorTests {
    @Test func `the numbers match SplitMix64`() {
        var generator = RandomGenerator(seed: 1_234_567)
        #expect(generator.next() == 6_457_827_717_110_365_317)
        #expect(generator.next() == 3_203_168_211_198_807_973)
    }

    @Test func `normal numbers have the requested mean and deviation`() {
        var generator = RandomGenerator(seed: 3)
        let values = generator.normals(50_000, deviation: 2).map(Double.init)
        let mean = values.reduce(0, +) / 50_000
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 50_000
        #expect(abs(mean) < 0.05)
        #expect(abs(variance - 4) < 0.15)
    }
}
