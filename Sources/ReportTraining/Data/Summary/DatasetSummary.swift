import FindingLabels

/// Counts of a data set, to check before a model is trained on it.
package struct DatasetSummary: Codable, Sendable, Equatable {
    package struct FoldCounts: Codable, Sendable, Equatable {
        package let fold: Fold
        package let studies: Int
        package let patients: Int
        package let views: Int
    }

    /// One finding: studies by status in each fold, in the order of `folds`.
    package struct FindingCounts: Codable, Sendable, Equatable {
        package let finding: String
        package let positive: [Int]
        package let uncertain: [Int]
        package let negative: [Int]
    }

    /// Words of written reports.
    package struct ReportCounts: Codable, Sendable, Equatable {
        package let words: Spread
        /// Reports whose text another study has too.
        package let repeated: Int
    }

    /// Smallest, middle and largest of some numbers.
    package struct Spread: Codable, Sendable, Equatable {
        package let least: Int
        package let median: Int
        package let most: Int

        init?(_ numbers: [Int]) {
            let sorted = numbers.sorted()
            guard let first = sorted.first, let last = sorted.last else { return nil }
            (least, median, most) = (first, sorted[sorted.count / 2], last)
        }
    }

    package let folds: [FoldCounts]
    package let findings: [FindingCounts]
    /// Nil if reports are composed from the labels.
    package let reports: ReportCounts?
    /// Patients with studies in more than one fold: scores on them are too good.
    package let patientsInTwoFolds: Int
    /// Nil until the pictures are read.
    package var pictures: PictureSummary?

    /// Counts what is in memory; reads no picture.
    package init(_ dataset: StudyDataset) {
        let present = Fold.allCases.filter { !dataset[$0].isEmpty }
        folds = present.map { fold in
            FoldCounts(
                fold: fold, studies: dataset[fold].count, patients: Set(dataset[fold].map(\.patient)).count,
                views: dataset[fold].reduce(0) { $0 + $1.views.count })
        }
        findings = dataset.labels.indices.map { finding in
            func count(_ status: FindingStatus) -> [Int] {
                present.map { fold in dataset[fold].count { $0.labels[finding] == status } }
            }
            return FindingCounts(
                finding: dataset.labels[finding], positive: count(.positive), uncertain: count(.uncertain),
                negative: count(.negative))
        }
        let written = present.flatMap { dataset[$0] }.compactMap { study -> [String]? in
            if case .written(let words, _) = study.report { words } else { nil }
        }
        let texts = Dictionary(grouping: written) { $0 }.values
        reports = Spread(written.map(\.count)).map {
            ReportCounts(words: $0, repeated: texts.reduce(0) { $0 + ($1.count > 1 ? $1.count : 0) })
        }
        let patients = present.flatMap { Set(dataset[$0].map(\.patient)) }
        patientsInTwoFolds = Dictionary(grouping: patients) { $0 }.values.count { $0.count > 1 }
    }
}
