import Foundation
import Imaging
import Testing

struct ImageNetInputTests {
    private struct Reference: Decodable {
        let normalized: [UInt32]

        static func load() throws -> Reference {
            try JSONDecoder().decode(Reference.self, from: ResizeEightBitTests.file())
        }
    }

    private let picture = ResizeEightBitTests.picture(rows: 20, columns: 30)

    /// A generator that returns the given numbers.
    private struct Fixed: RandomNumberGenerator {
        var value: UInt64
        mutating func next() -> UInt64 { value }
    }

    @Test func `equals Pillow and torchvision bit for bit`() throws {
        let input = Preprocessing(imageNetSize: 16, channels: 3).apply(picture)
        #expect(input.map(\.bitPattern) == (try Reference.load().normalized))
    }

    @Test func `one channel has the same grey with averaged mean and deviation`() {
        let one = Preprocessing(imageNetSize: 16, channels: 1).apply(picture)
        let three = Preprocessing(imageNetSize: 16, channels: 3).apply(picture)
        #expect(one.count * 3 == three.count)
        for index in one.indices {
            let grey = three[index * 3] * 0.229 + 0.485
            #expect(abs(one[index] - (grey - 0.449) / 0.226) < 1e-5)
        }
    }

    @Test func `training crops a square and keeps the picture's shape`() {
        let recipe = Preprocessing(imageNetSize: 28, channels: 1)
        // A horizontal ramp: its shorter side becomes 32, its longer 64.
        let ramp = GrayscaleImage(
            rows: 32, columns: 64, pixels: (0..<32 * 64).map { Float($0 % 64 * 4) / 255 })
        func first(_ value: UInt64) -> [Int] {
            var generator = Fixed(value: value)
            let cut = recipe.applyForTraining(ramp, using: &generator)
            #expect(cut.count == 28 * 28)
            return cut.prefix(28).map { Int((($0 * 0.226 + 0.449) * 255 / 4).rounded()) }
        }
        // Not 0: Swift draws again, here forever, if a number would bias the result.
        #expect(first(1) == Array(0..<28))
        #expect(first(.max) == Array(36..<64))
    }

    @Test func `mirrors only when asked`() {
        let recipe = Preprocessing(imageNetSize: 16, channels: 1)
        var generator = SystemRandomNumberGenerator()
        let ramp = GrayscaleImage(rows: 40, columns: 40, pixels: (0..<1600).map { Float($0 % 40) / 40 })
        for _ in 0..<50 {
            let cut = recipe.applyForTraining(ramp, using: &generator)
            #expect(cut[0] < cut[15])
        }
        let mirrored = (0..<50).filter { _ in
            let cut = recipe.applyForTraining(ramp, mirroring: true, using: &generator)
            return cut[0] > cut[15]
        }
        #expect(!mirrored.isEmpty && mirrored.count < 50)
    }

    @Test func `the first recipe does not crop`() {
        let recipe = Preprocessing(size: 16, clippedShare: 0)
        var generator = SystemRandomNumberGenerator()
        #expect(recipe.applyForTraining(picture, using: &generator) == recipe.apply(picture))
    }
}
