import NeuralNetwork
import Testing

@testable import ReportTraining

struct AugmentationTests {
    private let picture = (0..<256).map { Float($0 % 16) / 8 - 1 }

    @Test func `augmentation with zero limits changes nothing`() {
        var generator = RandomGenerator(seed: 1)
        let same = Augmentation(shift: 0, scale: 0, rotation: 0, contrast: 0, gamma: 0).apply(
            picture, size: 16, using: &generator)
        #expect(zip(same, picture).allSatisfy { abs($0 - $1) < 1e-5 })
    }

    @Test func `augmentation never flips a picture`() {
        let augmentation = Augmentation(shift: 0.06, scale: 0.12, rotation: 10, contrast: 0.2, gamma: 0.5)
        for seed in 0..<200 {
            var generator = RandomGenerator(seed: UInt64(seed))
            let changed = augmentation.apply(picture, size: 16, using: &generator)
            // The picture gets brighter from left to right, and so must each copy.
            #expect(changed[8 * 16 + 13] > changed[8 * 16 + 2])
        }
    }

    @Test func `the same seed gives the same augmented picture`() {
        let augmentation = Augmentation(shift: 0.06, scale: 0.12, rotation: 10, contrast: 0.2, gamma: 0.5)
        var first = RandomGenerator(seed: 4)
        var second = RandomGenerator(seed: 4)
        let picture1 = augmentation.apply(picture, size: 16, using: &first)
        #expect(picture1 == augmentation.apply(picture, size: 16, using: &second))
        #expect(picture1 != picture)
    }
}
