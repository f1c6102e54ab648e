import FindingLabels
package import Foundation
package import ReportGeneration

/// Studies with written reports in R2Gen's layout (`R2GenAnnotation`): IU X-ray, MIMIC-CXR, or a hospital's own.
package struct R2GenDataset: Sendable {
    package let studies: StudyDataset
    /// What a person should know before training: studies that show fewer views than others, labels that are not the
    /// table's. One sentence each.
    package let notes: [String]

    /// Reads the annotation and makes each report into words. Pictures stay files, read when their batch is made.
    ///
    /// A study with one view keeps one: a network of two views shows it that one again. Labels are the table's where it
    /// has the study, else what the rule-based labeler finds in the report.
    ///
    /// Throws `DatasetError`.
    package static func read(
        root: URL, pipeline: TextPipeline, table: ChexpertTable? = nil
    ) throws -> R2GenDataset {
        let records = try R2GenAnnotation.read(root: root, views: pipeline.views)
        let labeler = FindingLabeler()
        var unlisted = 0
        let split = records.mapValues { records in
            records.map { record in
                let listed = table?[record.study]
                if table != nil && listed == nil { unlisted += 1 }
                return TrainingStudy(
                    id: record.id, patient: record.patient, group: nil,
                    views: record.paths.map { .file(R2GenAnnotation.picture($0, root)) },
                    labels: listed ?? labeler.statuses(of: record.report),
                    report: .written(words: pipeline.words(of: record.report), original: record.report))
            }
        }
        let all = records.values.joined()
        let most = all.map(\.paths.count).max() ?? 0
        let short = all.count { $0.paths.count < most }
        var notes: [String] = []
        if short > 0 { notes.append("\(short) of \(all.count) studies have fewer than \(most) views.") }
        if unlisted > 0 { notes.append("\(unlisted) studies have no row of labels; theirs come from their reports.") }
        return R2GenDataset(
            studies: try StudyDataset(labels: Finding.allCases.map(\.rawValue), split: split), notes: notes)
    }
}

extension TextPipeline {
    /// How many pictures a study has in the data set the pipeline is for; a hospital's may have one or two.
    var views: ClosedRange<Int> {
        switch self {
        case .clinical: 1...2
        case .parityIU: 2...2
        case .parityMIMIC: 1...1
        }
    }
}

extension FindingLabeler {
    /// Statuses in the order of `Finding.allCases`.
    fileprivate func statuses(of report: String) -> [FindingStatus] {
        let labelled = label(report)
        return Finding.allCases.map { labelled[$0] }
    }
}
