/// How the patients of a data set were cut into folds, so that an evaluation can cut them the same way again.
package struct SplitRule: Codable, Sendable, Equatable {
    /// Decides which patients are held out; kept apart from the training seed so that runs stay comparable.
    package var seed: UInt64
    /// Patients that are held out whatever the seed: those whose films are shown to somebody as new.
    package var heldOutPatients: [Int]

    package init(seed: UInt64, heldOutPatients: [Int] = []) {
        self.seed = seed
        self.heldOutPatients = heldOutPatients
    }
}
