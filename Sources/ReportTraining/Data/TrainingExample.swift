package import Foundation
package import Imaging
import NeuralNetwork
package import ReportGeneration

/// One film, ready for the network.
package struct TrainingExample: Sendable {
    package let record: NIHRecord
    /// The preprocessed picture, `size * size` values.
    package let input: [Float]

    package init(record: NIHRecord, input: [Float]) {
        self.record = record
        self.input = input
    }

    /// 1 or 0 for each of the 14 findings.
    package var labels: [Float] {
        ChestFinding.allCases.map { record.findings.contains($0) ? 1 : 0 }
    }

    /// The report composed for this film. Edition 0 is the one drafts are compared with; training hears the same
    /// findings in other words in each epoch (edition 1, 2, …).
    package func report(seed: UInt64, edition: Int) -> ReportText {
        var generator = RandomGenerator(seed: seed, stream: record.image, index: edition)
        return ReportGrammar.compose(record.findings, using: &generator)
    }
}

/// The ChestX-ray14 films of one folder, cut by patient.
package struct NIHDataset: Sendable {
    package let folds: [Fold: [TrainingExample]]
    package let rule: SplitRule

    /// Reads `labels.csv` and every picture it names through the preprocessing.
    ///
    /// Throws `DatasetError` or `ImagingError`.
    package init(root: URL, split rule: SplitRule, preprocessing: Preprocessing, only: Set<Fold> = Set(Fold.allCases))
        throws
    {
        let records = try NIHTable.read(path: root.appendingPathComponent("labels.csv").path)
        let split = PatientSplit.folds(of: records, by: rule)
        self.rule = rule
        self.splitSHA256 = Self.hash(split)
        self.films = split.mapValues(\.count)
        self.patients = split.mapValues { Set($0.map(\.patient)).count }
        var folds: [Fold: [TrainingExample]] = [:]
        for fold in Fold.allCases where only.contains(fold) {
            guard let films = split[fold], !films.isEmpty else { throw DatasetError.emptyFold(fold.rawValue) }
            folds[fold] = try films.map { record in
                let picture = try PictureFile.read(path: root.appendingPathComponent(record.image).path)
                return TrainingExample(record: record, input: preprocessing.apply(picture))
            }
        }
        self.folds = folds
    }

    /// SHA-256 over the films' names and folds: equal for equal splits.
    package let splitSHA256: String
    /// Films and patients of each fold, loaded or not.
    package let films: [Fold: Int]
    package let patients: [Fold: Int]

    package subscript(fold: Fold) -> [TrainingExample] { folds[fold] ?? [] }

    private static func hash(_ split: [Fold: [NIHRecord]]) -> String {
        let lines = Fold.allCases.flatMap { fold in (split[fold] ?? []).map { "\($0.image) \(fold.rawValue)\n" } }
        return ModelBundle.hash(Data(lines.joined().utf8))
    }
}
