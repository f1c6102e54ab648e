/// Why a training run or an evaluation cannot go on.
package enum TrainingError: Error, Equatable, CustomStringConvertible {
    case invalidConfiguration(String)
    /// The loss or the gradient became infinite or not a number.
    case diverged(epoch: Int, step: Int)
    /// The run folder cannot be written.
    case unwritable(path: String, reason: String)
    /// A run cannot be resumed with another configuration or data set.
    case otherRun(String)
    /// Weights to start from that do not fit the network.
    case unusableWeights(path: String, reason: String)
    /// The data set's split is not the one the bundle was trained with.
    case otherSplit
    /// A batch that the ranks cannot share in equal parts.
    case indivisible(studies: Int, ranks: Int)
    /// The ranks read different configurations, data sets or run folders.
    case ranksDiffer

    package var description: String {
        switch self {
        case .invalidConfiguration(let fault): "the training configuration is not valid: \(fault)"
        case .diverged(let epoch, let step): "training diverged in epoch \(epoch), step \(step)"
        case .unwritable(let path, let reason): "\(path) cannot be written: \(reason)"
        case .otherRun(let what): "the run was begun with another \(what)"
        case .unusableWeights(let path, let reason): "\(path) cannot be started from: \(reason)"
        case .otherSplit: "this data set is not cut into the folds the bundle was trained with"
        case .indivisible(let studies, let ranks): "\(studies) studies cannot be shared equally by \(ranks) processes"
        case .ranksDiffer: "the processes do not begin with the same configuration, data set and run folder"
        }
    }

    /// What the operator can do.
    package var hint: String {
        switch self {
        case .invalidConfiguration: "See etc/thorax-model-demo.json for a complete file."
        case .diverged: "Lower the learning rate."
        case .unwritable: "Check the folder's permissions and free space."
        case .otherRun: "Resume with the run folder's configuration.json and its data set, or begin without --resume."
        case .unusableWeights: "Give weights of the same architecture, or null."
        case .otherSplit: "Evaluate with the data set that provenance.json names, unchanged."
        case .indivisible: "Give a batchSize that is a multiple of the number of processes."
        case .ranksDiffer: "Give every host the same files, and a run folder that all of them share."
        }
    }
}
