package import FindingLabels
package import Foundation

/// Studies to train on and to evaluate with, cut into folds by patient, whatever they were read from.
package struct StudyDataset: Sendable {
    /// Names of the finding head's outputs; every study's `labels` stand in this order.
    package let labels: [String]
    package let folds: [Fold: [TrainingStudy]]
    /// SHA-256 over the studies' ids and folds: equal for equal splits.
    package let splitSHA256: String
    /// Studies and patients of each fold, loaded or not.
    package let studies: [Fold: Int]
    package let patients: [Fold: Int]

    package subscript(fold: Fold) -> [TrainingStudy] { folds[fold] ?? [] }
}

/// One study, ready for the network.
package struct TrainingStudy: Sendable {
    package let id: String
    /// Studies of one patient share it; no patient is in two folds.
    package let patient: String
    /// Studies of all groups weigh the same in sum in the finding loss; nil when the data set has no groups.
    package let group: String?
    /// One picture for each view, in the order the network reads them.
    package let views: [StudyView]
    /// What is known of each finding, in the order of `StudyDataset.labels`.
    package let labels: [FindingStatus]
    package let report: StudyReport
}

/// Where a view's picture comes from.
package enum StudyView: Sendable {
    /// Preprocessed already: `size * size * channels` values.
    case values([Float])
    /// A PNG or JPEG file, read when its batch is made: large data sets do not fit in memory.
    case file(URL)
    /// Features a frozen trunk would give, `positions * width` values (synthetic data sets have no pictures).
    case features([Float])
}

/// Where a study's words come from.
package enum StudyReport: Sendable {
    /// The words the decoder learns, already cleaned, and the report as it was written.
    case written(words: [String], original: String)
    /// No report exists: one is composed from the labels, in other words in each epoch.
    case composed(Set<ChestFinding>)
}
