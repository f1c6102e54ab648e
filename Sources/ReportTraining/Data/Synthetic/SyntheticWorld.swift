import Foundation
import NeuralNetwork

/// The directions of findings and anatomy in feature space, and the features of a study.
struct SyntheticWorld {
    private static let families: [[FactFinding]] = [
        [.infiltration, .consolidation, .pneumonia, .edema].map(FactFinding.chest),
        [.mass, .nodule, .atelectasis].map(FactFinding.chest) + [.incidental(.granuloma)],
        [.effusion, .pleuralThickening, .pneumothorax].map(FactFinding.chest),
        [.cardiomegaly, .emphysema, .fibrosis, .hernia].map(FactFinding.chest),
        [.device],
        [.incidental(.ribFracture), .incidental(.spine), .incidental(.aorta)],
    ]
    private static let anatomyCount = 4
    private static let amplitudeDeviation: Float = 0.15
    /// Share of its amplitude that a finding has at each position if it is everywhere.
    private static let diffuseShare: Float = 0.5

    let grid: SyntheticGrid
    private let settings: SyntheticStudies
    /// The direction of each finding, and of each kind of device.
    private var directions: [ReportFact: [Float]] = [:]
    /// The pattern over the grid and the direction of each part of the anatomy.
    private var anatomy: [(pattern: [Float], direction: [Float])] = []

    init(_ settings: SyntheticStudies) {
        self.settings = settings
        grid = SyntheticGrid(size: settings.gridSize)
        for (index, family) in Self.families.enumerated() {
            let shared = direction("family \(index)")
            for kind in family.flatMap(Self.kinds) {
                let name = kind.finding.name + (kind.values.first.map { " " + $0.rawValue } ?? "")
                directions[kind] = mixed(shared, direction(name))
            }
        }
        for index in 0..<Self.anatomyCount {
            var generator = RandomGenerator(seed: settings.seed, stream: "anatomy", index: index)
            let pattern = generator.normals(grid.positions.count, deviation: 1)
            anatomy.append((pattern, direction("anatomy \(index)")))
        }
    }

    /// The direction of a fact; its expected squared length is 1.
    func direction(of fact: ReportFact) -> [Float] { directions[Self.kind(fact)] ?? [] }

    static func grade(_ fact: ReportFact) -> Float {
        switch fact.value(of: .grade) {
        case .slight: 0.6
        case .marked: 1.6
        default: 1
        }
    }

    /// The features of one study, gridSize * gridSize * width values.
    func features(_ facts: Set<ReportFact>, _ generator: inout RandomGenerator) -> [Float] {
        let width = settings.width
        var x = generator.normals(grid.positions.count * width, deviation: settings.noiseDeviation)
        func add(_ direction: [Float], _ amplitude: Float, at position: Int) {
            for column in 0..<width { x[position * width + column] += amplitude * direction[column] }
        }
        for part in anatomy {
            let strength = generator.normals(1, deviation: settings.anatomyDeviation)[0]
            for position in grid.positions { add(part.direction, strength * part.pattern[position], at: position) }
        }
        // Uses a fixed order, because a set is unordered and the generator's numbers come in order.
        for fact in FactFinding.all.compactMap({ finding in facts.first { $0.finding == finding } }) {
            let spread = generator.normals(1, deviation: Self.amplitudeDeviation)[0]
            let amplitude = settings.amplitude * Self.grade(fact) * exp(spread)
            let (positions, isEverywhere) = grid.places(of: fact)
            if isEverywhere {
                for position in positions { add(direction(of: fact), amplitude * Self.diffuseShare, at: position) }
            } else if let position = positions.randomElement(using: &generator) {
                add(direction(of: fact), amplitude, at: position)
            }
        }
        return x
    }

    /// The facts about a finding that have a direction of their own.
    private static func kinds(_ finding: FactFinding) -> [ReportFact] {
        guard finding.attributes.contains(.kind) else { return [ReportFact(finding)] }
        return FactAttribute.kind.values.map { ReportFact(finding, [$0]) }
    }

    private static func kind(_ fact: ReportFact) -> ReportFact {
        ReportFact(fact.finding, fact.values.filter { $0.attribute == .kind })
    }

    private func direction(_ name: String) -> [Float] {
        var generator = RandomGenerator(seed: settings.seed, stream: "direction " + name, index: 0)
        let values = generator.normals(settings.width, deviation: 1)
        let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return values.map { $0 / length }
    }

    private func mixed(_ shared: [Float], _ own: [Float]) -> [Float] {
        let (a, b) = (settings.overlap.squareRoot(), (1 - settings.overlap).squareRoot())
        return zip(shared, own).map { a * $0 + b * $1 }
    }
}
