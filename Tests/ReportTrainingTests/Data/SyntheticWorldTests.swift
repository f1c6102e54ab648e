import Foundation
import NeuralNetwork
import Testing

@testable import ReportTraining

@Suite struct SyntheticWorldTests {
    /// A world without noise and anatomy.
    private static let quiet: SyntheticStudies = {
        var settings = AblationExample.studies
        (settings.noiseDeviation, settings.anatomyDeviation) = (0, 0)
        (settings.gridSize, settings.width) = (4, 32)
        return settings
    }()

    private let world = SyntheticWorld(Self.quiet)

    /// The amplitude of a fact at each position, drawn with the given seed.
    private func amplitudes(_ fact: ReportFact, seed: UInt64) -> [Float] {
        var generator = RandomGenerator(seed: seed)
        let x = world.features([fact], &generator)
        let direction = world.direction(of: fact)
        let square = direction.reduce(0) { $0 + $1 * $1 }
        return world.grid.positions.map { position in
            zip(direction, x[position * direction.count..<(position + 1) * direction.count])
                .reduce(0) { $0 + $1.0 * $1.1 } / square
        }
    }

    @Test func `a focal finding is at one place of its side and zone`() {
        for zone in FactAttribute.zone.values {
            for side in FactAttribute.side.values {
                let allowed = Set(world.grid.positions(side: side, zone: zone))
                let fact = ReportFact(.chest(.nodule), [side, zone, .moderate])
                let lit = (1...40).map { seed in
                    amplitudes(fact, seed: seed).indices.filter { abs(amplitudes(fact, seed: seed)[$0]) > 1e-4 }
                }
                #expect(lit.allSatisfy { $0.count == 1 && allowed.isSuperset(of: $0) })
                #expect(Set(lit.joined()) == allowed, "all places are used")
            }
        }
    }

    @Test func `the patient's right is on the left of the grid and the upper zone at the top`() {
        #expect(world.grid.positions(side: .right, zone: .upper) == [0, 1, 4, 5])
        #expect(world.grid.positions(side: .left, zone: .mid) == [10, 11])
        #expect(world.grid.positions(side: .left, zone: .lower) == [14, 15])
        #expect(SyntheticGrid(size: 3).positions(side: .right, zone: nil) == [0, 3, 6])
        #expect(SyntheticGrid(size: 3).positions(side: .left, zone: .lower) == [8])
        let effusion = ReportFact(.chest(.effusion), [.right, .slight])
        #expect(world.grid.places(of: effusion).positions == [12, 13])
    }

    @Test func `the grade decides the amplitude, with 15 % deviation`() {
        for (grade, factor) in [(AttributeValue.slight, Float(0.6)), (.moderate, 1), (.marked, 1.6)] {
            let fact = ReportFact(.chest(.mass), [.left, .upper, grade])
            let logarithms = (1...400).map { seed in
                log((amplitudes(fact, seed: seed).max() ?? 0) / (Self.quiet.amplitude * factor))
            }
            let mean = logarithms.reduce(0, +) / 400
            let deviation = (logarithms.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 399).squareRoot()
            // Within four standard errors of the mean and of the deviation.
            #expect(abs(mean) < 4 * 0.15 / 20)
            #expect(abs(deviation - 0.15) < 4 * 0.15 / Float(800).squareRoot())
        }
    }

    @Test func `a diffuse finding is everywhere`() {
        let values = amplitudes(ReportFact(.chest(.edema), [.moderate]), seed: 3)
        #expect(values.allSatisfy { abs($0 - values[0]) < 1e-4 && $0 > 0 })
    }

    @Test func `findings of a family have similar directions, and kinds of devices different ones`() {
        func cosine(_ first: ReportFact, _ second: ReportFact) -> Float {
            let (a, b) = (world.direction(of: first), world.direction(of: second))
            func dot(_ x: [Float], _ y: [Float]) -> Float { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
            return dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
        }
        let pneumonia = ReportFact(.chest(.pneumonia))
        let relatives = [ChestFinding.infiltration, .consolidation, .edema].map { ReportFact(.chest($0)) }
        let strangers = [ChestFinding.mass, .effusion, .emphysema].map { ReportFact(.chest($0)) }
        let mean = { (facts: [ReportFact]) in facts.reduce(0) { $0 + cosine(pneumonia, $1) } / Float(facts.count) }
        #expect(mean(relatives) > mean(strangers) + 0.2)
        #expect(cosine(ReportFact(.device, [.port]), ReportFact(.device, [.tube])) < 0.99)
    }

    @Test func `anatomy changes every position of the features but no report`() throws {
        var settings = Self.quiet
        settings.anatomyDeviation = 1
        let strong = try settings.dataset()[.test]
        let none = try Self.quiet.dataset()[.test]
        func values(_ study: TrainingStudy) -> [Float] {
            if case .features(let values) = study.views.first { values } else { [] }
        }
        for (with, without) in zip(strong, none) {
            #expect(with.words(seed: 1, edition: 0) == without.words(seed: 1, edition: 0))
            let difference = zip(values(with), values(without)).map { abs($0 - $1) }
            for position in world.grid.positions {
                #expect((difference[position * settings.width..<(position + 1) * settings.width].max() ?? 0) > 0)
            }
        }
    }
}
