package import FindingLabels
package import Foundation
import ReportGeneration

/// Studies for training and evaluation, split into folds by patient, from any source.
package struct StudyDataset: Sendable {
    /// Names of the finding head's outputs, in the order of every study's `labels`.
    package let labels: [String]
    package let folds: [Fold: [TrainingStudy]]
    /// SHA-256 over the studies' ids and folds; equal splits have equal hashes.
    package let splitSHA256: String
    /// Number of studies and patients in each fold, loaded or not.
    package let studies: [Fold: Int]
    package let patients: [Fold: Int]

    /// Whether reports were written by people rather than composed from the labels.
    var isWritten: Bool {
        folds.values.joined().contains { if case .written = $0.report { true } else { false } }
    }

    package subscript(fold: Fold) -> [TrainingStudy] { folds[fold] ?? [] }

    /// Splits studies into folds. `loading` returns a fold's studies as training needs them, e.g. with their pictures
    /// in memory, or nil for a fold that is not requested.
    ///
    /// Throws `DatasetError.emptyFold` and the errors of `loading`.
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

/// One study in the form the network reads.
package struct TrainingStudy: Sendable {
    package let id: String
    /// Identifies the patient; no patient is in two folds.
    package let patient: String
    /// All groups have the same total weight in the finding loss; nil if the data set has no groups.
    package let group: String?
    /// One picture per view, in the order the network reads them.
    package var views: [ViewSource]
    /// The status of each finding, in the order of `StudyDataset.labels`.
    package let labels: [FindingStatus]
    package let report: StudyReport
    /// How the films were taken, if the data set states it; scores are also given per projection.
    package var projection: ViewPosition?

    package init(
        id: String, patient: String, group: String?, views: [ViewSource], labels: [FindingStatus], report: StudyReport,
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

    /// 1 for each finding that is present, else 0.
    var targets: [Float] { labels.map { $0 == .positive ? 1 : 0 } }
}

/// Source of a view's picture.
package enum ViewSource: Sendable {
    /// Preprocessed: `size * size * channels` values.
    case values([Float])
    /// A PNG, JPEG or DICOM file, read when its batch is made, because large data sets do not fit in memory.
    case file(URL)
    /// Features as from a frozen trunk, `positions * width` values; synthetic data sets have no pictures.
    case features([Float])
}
