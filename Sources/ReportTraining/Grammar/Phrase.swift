import NeuralNetwork

/// The findings that a sentence claims as present, as possible and as absent.
package struct Claims: Sendable, Equatable {
    package var present: Set<ChestFinding> = []
    package var possible: Set<ChestFinding> = []
    package var absent: Set<ChestFinding> = []
}

/// A statement and its wordings. All wordings make the same claims, so that a sentence can be read back.
struct Phrase: Sendable {
    let claims: Claims
    /// Complete sentences with capital and period. The first is the default wording, chosen half of the time.
    let variants: [String]

    init(
        present: Set<ChestFinding> = [], possible: Set<ChestFinding> = [], absent: Set<ChestFinding> = [],
        _ variants: String...
    ) {
        claims = Claims(present: present, possible: possible, absent: absent)
        self.variants = variants
    }

    func choose(_ generator: inout RandomGenerator) -> String {
        let draw = generator.nextUnit()
        if variants.count == 1 || draw < 0.5 { return variants[0] }
        let others = Float(variants.count - 1)
        return variants[1 + min(Int((draw - 0.5) * 2 * others), variants.count - 2)]
    }
}
