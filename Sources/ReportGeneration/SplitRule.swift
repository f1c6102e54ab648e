/// How a data set's patients were split into folds, so that an evaluation can reproduce the split.
package struct SplitRule: Codable, Sendable, Equatable {
    /// Decides which patients are held out; separate from the training seed so that runs stay comparable.
    package var seed: UInt64
    /// Patients held out whatever the seed, because their films are shown as new in demos or tests.
    package var heldOutPatients: [Int]

    package init(seed: UInt64, heldOutPatients: [Int] = []) {
        self.seed = seed
        self.heldOutPatients = heldOutPatients
    }
}
