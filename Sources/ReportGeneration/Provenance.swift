/// `provenance.json` of a bundle: where the weights come from and how well they perform.
package struct Provenance: Codable, Sendable, Equatable {
    /// What the bundle may be used for.
    package var statement: String
    /// Name, source and citation of the training data.
    package var dataset: String
    /// The command that made the bundle.
    package var command: String
    package var seed: UInt64
    package var split: SplitRule
    /// SHA-256 of the list of films and their folds, so that an evaluation can verify it uses the same held-out films.
    package var splitSHA256: String
    /// Films and patients in each fold, by fold name.
    package var films: [String: Int]
    package var patients: [String: Int]
    package var epochs: Int
    /// The epoch whose weights the bundle holds, chosen on the validation fold.
    package var chosenEpoch: Int
    /// Kernel variant, BLAS build and threads of the training run.
    package var compute: String
    /// The training configuration, as JSON text.
    package var configuration: String
    /// Scores on the held-out patients by name: value, then the ends of the 95 % interval.
    package var scores: [String: [Double]]
    /// The mean logarithmic loss of each kind of calibration on validation patients that it was not fitted on; the bundle has
    /// the kind with the lowest. Nil in older bundles.
    package var calibrationLosses: [String: Double]?

    package init(
        statement: String, dataset: String, command: String, seed: UInt64, split: SplitRule, splitSHA256: String,
        films: [String: Int], patients: [String: Int], epochs: Int, chosenEpoch: Int, compute: String,
        configuration: String, scores: [String: [Double]]
    ) {
        self.statement = statement
        self.dataset = dataset
        self.command = command
        self.seed = seed
        self.split = split
        self.splitSHA256 = splitSHA256
        self.films = films
        self.patients = patients
        self.epochs = epochs
        self.chosenEpoch = chosenEpoch
        self.compute = compute
        self.configuration = configuration
        self.scores = scores
    }
}
