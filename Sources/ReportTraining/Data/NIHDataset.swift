import FindingLabels
package import Foundation
package import Imaging
package import ReportGeneration

/// The ChestX-ray14 films of one folder, each treated as a study, split by patient.
package enum NIHDataset {
    /// Reads `labels.csv` and, for the requested folds, preprocesses every picture it names if the first recipe is
    /// used. The second recipe reads pictures when their batch is made.
    ///
    /// Throws `DatasetError` or `ImagingError`.
    package static func read(
        root: URL, split rule: SplitRule, preprocessing: Preprocessing, only: Set<Fold> = Set(Fold.allCases)
    ) throws -> StudyDataset {
        let records = try NIHTable.read(path: root.appendingPathComponent("labels.csv").path)
        let studies = records.map { TrainingStudy($0, root: root) }
        return try StudyDataset(
            labels: ChestFinding.allCases.map(\.displayName), split: PatientSplit.folds(of: studies, by: rule)
        ) { fold, films in
            guard only.contains(fold) else { return nil }
            // The other recipe crops a different square in each epoch.
            guard preprocessing.version == Preprocessing.Recipe.radiograph.rawValue else { return films }
            return try films.map { film in
                var loaded = film
                let picture = try Picture(path: root.appendingPathComponent(film.id).path).image
                loaded.views = [.values(preprocessing.apply(picture))]
                return loaded
            }
        }
    }
}

extension TrainingStudy {
    /// A film of the table and its file in the root folder. Groups are view times normal or abnormal, because the view
    /// by itself predicts much of the label.
    init(_ record: NIHRecord, root: URL) {
        self.init(
            id: record.image, patient: "\(record.patient)",
            group: "\(record.view.rawValue) \(record.findings.isEmpty)",
            views: [.file(root.appendingPathComponent(record.image))],
            labels: ChestFinding.allCases.map { record.findings.contains($0) ? .positive : .negative },
            report: .composed(record.findings), projection: record.view)
    }
}
