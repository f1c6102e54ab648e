package import OperatorErrors

/// Why training or evaluation cannot continue.
package enum TrainingError: OperatorError, Equatable {
    case invalidConfiguration(String)
    /// The loss or the gradient became infinite or NaN.
    case diverged(epoch: Int, step: Int)
    /// The run folder could not be written.
    case unwritable(path: String, reason: String)
    /// A new run would overwrite a run of so many epochs, or a bundle if nil.
    case runExists(path: String, epochs: Int?)
    /// A run cannot be resumed with a different configuration or data set.
    case otherRun(String)
    /// The initial weights do not fit the network.
    case unusableWeights(path: String, reason: String)
    /// The data set's split differs from the one the bundle was trained with.
    case otherSplit
    /// The ranks cannot share a batch in equal parts.
    case indivisible(studies: Int, ranks: Int)
    /// The ranks read different configurations, data sets or run folders.
    case ranksDiffer
    /// The bundle has no `safety.safetensors`, to which the orientation check would be added.
    case noSafetyReference
    /// The bundle has no orientation check to measure.
    case noOrientationCheck
    /// The data set has no pictures, or too few to learn the orientation check from.
    case tooFewFilms

    package var description: String {
        switch self {
        case .invalidConfiguration(let fault): "the training configuration is not valid: \(fault)"
        case .diverged(let epoch, let step): "training diverged in epoch \(epoch), step \(step)"
        case .unwritable(let path, let reason): "\(path) could not be written: \(reason)"
        case .runExists(let path, nil): "the bundle \(path) already exists"
        case .runExists(let path, let epochs?): "\(path) holds a run of \(epochs) complete epochs"
        case .otherRun(let what): "the run was started with a different \(what)"
        case .unusableWeights(let path, let reason): "the weights in \(path) cannot be used: \(reason)"
        case .otherSplit: "the data set is not split into the folds the bundle was trained with"
        case .indivisible(let studies, let ranks): "\(studies) studies cannot be split equally among \(ranks) processes"
        case .ranksDiffer: "the processes did not start with the same configuration, data set and run folder"
        case .noSafetyReference: "the bundle has no safety.safetensors"
        case .noOrientationCheck: "the bundle has no orientation check"
        case .tooFewFilms:
            "the orientation check needs at least \(OrientationLearning.leastTraining) training and "
                + "\(OrientationLearning.leastValidation) validation films"
        }
    }

    package var fault: FaultKind {
        switch self {
        case .invalidConfiguration, .otherRun, .otherSplit, .indivisible, .ranksDiffer, .noSafetyReference,
            .noOrientationCheck, .tooFewFilms:
            .misconfigured
        case .runExists: .conflict
        case .diverged: .invalid
        case .unwritable: .outOfResources
        case .unusableWeights: .malformed
        }
    }

    package var hint: String {
        switch self {
        case .invalidConfiguration: "thorax-model configuration lists every key and what it may be."
        case .diverged: "Lower the learning rate."
        case .unwritable: "Check the folder's permissions and free space."
        case .runExists:
            "Pass --resume to continue that run, --force to overwrite it, or another folder to --output."
        case .otherRun: "Resume with the run folder's configuration.json and its data set, or start without --resume."
        case .unusableWeights: "Use weights of the same architecture, or null."
        case .otherSplit: "Evaluate with the unchanged data set named in provenance.json."
        case .indivisible: "Use a batchSize that is a multiple of the number of processes."
        case .ranksDiffer: "Use the same files on every host and a run folder that all hosts share."
        case .noSafetyReference: "Train the bundle again with this version."
        case .noOrientationCheck: "Pass --learn to learn it and write it into the bundle."
        case .tooFewFilms: "Use a data set with more films."
        }
    }
}
