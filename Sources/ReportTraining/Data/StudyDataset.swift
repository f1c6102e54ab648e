package import FindingLabels
package import Foundation
import ReportGeneration

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

    /// Whether reports were written, not composed from the labels.
    var isWritten: Bool {
        folds.values.joined().contains { if case .written = $0.report { true } else { false } }
    }

    package subscript(fold: Fold) -> [TrainingStudy] { folds[fold] ?? [] }

    /// Studies cut into folds. `loading` is asked for each fold's studies as training reads them, e.g. with their
    /// pictures in memory, or nil for a fold that is not wanted.
    ///
    /// Throws `DatasetError.emptyFold` and what `loading` throws.
    package init(
        labels: [String], split: [Fold: [TrainingStudy]],
        loading: (Fold, [TrainingStudy]) throws -> [TrainingStudy]? = { $1 }
    ) throws {
        self.labels = labels
        studies = split.mapValues(\.count)
        patients = split.mapValues { Set($0.map(\.patient)).count }
        let lines = Fold.allCases.flatMap { fold in (split[fold] ?? []).map { "\($0.id) \(fold.rawValue)\n" } }
        splitSHA256 = ModelBundle.hash(Data(lines.joined().utf8))
        var folds: [Fold: [TrainingStudy]] = [:]
        for fold in Fold.allCases {
            guard let loaded = try loading(fold, split[fold] ?? []) else { continue }
            if loaded.isEmpty { throw DatasetError.emptyFold(fold.rawValue) }
            folds[fold] = loaded
        }
        self.folds = folds
    }
}

/// One study, ready for the network.
package struct TrainingStudy: Sendable {
    package let id: String
    /// Studies of one patient share it; no patient is in two folds.
    package let patient: String
    /// Studies of all groups weigh the same in sum in the finding loss; nil when the data set has no groups.
    package let group: String?
    /// One picture for each view, in the order the network reads them.
    package var views: [StudyView]
    /// What is known of each finding, in the order of `StudyDataset.labels`.
    package let labels: [FindingStatus]
    package let report: StudyReport
    /// How the films were taken, where the data set says it: scores are given for each projection alone too.
    package var projection: ViewPosition?

    package init(
        id: String, patient: String, group: String?, views: [StudyView], labels: [FindingStatus], report: StudyReport,
        projection: ViewPosition? = nil
    ) {
        self.id = id
        self.patient = patient
        self.group = group
        self.views = views
        self.labels = labels
        self.report = report
        self.projection = projection
    }

    /// Positions of the findings that are present.
    package var positives: Set<Int> { Set(labels.indices.filter { labels[$0] == .positive }) }

    /// 1 for a finding that is present, else 0.
    var targets: [Float] { labels.map { $0 == .positive ? 1 : 0 } }
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
