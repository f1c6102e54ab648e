import NeuralNetwork

/// What one sentence says: findings that are there and findings that are not.
package struct Claims: Sendable, Equatable {
    package var present: Set<ChestFinding>
    package var absent: Set<ChestFinding>

    package init(present: Set<ChestFinding> = [], absent: Set<ChestFinding> = []) {
        self.present = present
        self.absent = absent
    }
}

/// One thing to say and the ways to say it. Every way makes the same claims, so that a sentence can be read back.
struct Phrase: Sendable {
    let claims: Claims
    /// Whole sentences with capital and period. The first is the usual one: it is chosen half of the time.
    let variants: [String]

    init(present: Set<ChestFinding> = [], absent: Set<ChestFinding> = [], _ variants: String...) {
        claims = Claims(present: present, absent: absent)
        self.variants = variants
    }

    func choose(_ generator: inout RandomGenerator) -> String {
        let draw = generator.nextUnit()
        if variants.count == 1 || draw < 0.5 { return variants[0] }
        let others = Float(variants.count - 1)
        return variants[1 + min(Int((draw - 0.5) * 2 * others), variants.count - 2)]
    }
}
