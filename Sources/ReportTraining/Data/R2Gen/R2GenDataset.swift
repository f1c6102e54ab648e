package import FindingLabels
package import Foundation
package import ReportGeneration

/// Studies with written reports in R2Gen's layout (`R2GenAnnotation`): IU X-ray, MIMIC-CXR, or a hospital's own.
package struct R2GenDataset: Sendable {
    package let studies: StudyDataset
    /// What the operator should know before training, one sentence each: studies with fewer views than others, labels
    /// that do not come from the table.
    package let notes: [String]

    /// Reads the annotation and tokenises each report. Pictures are read later, when their batch is made.
    ///
    /// A study with one view keeps one; a network with two views gets it twice. Labels come from the table if it has
    /// the study, otherwise from the rule-based labeler; a study without labels is left out.
    ///
    /// Throws `DatasetError`.
    package static func read(
        root: URL, pipeline: TextPipeline, table: ChexpertTable? = nil
    ) throws -> R2GenDataset {
        let records = try R2GenAnnotation.read(root: root, views: pipeline.views)
        let labeler = FindingLabeler()
        var (unlisted, unread) = (0, 0)
        let split = records.mapValues { records in
            records.compactMap { record -> TrainingStudy? in
                let listed = table?[record.study]
                if table != nil && listed == nil { unlisted += 1 }
                guard let labels = listed ?? labeler.statuses(of: record.report) else {
                    unread += 1
                    return nil
                }
                return TrainingStudy(
                    id: record.id, patient: record.patient, group: nil,
                    views: record.paths.map { .file(R2GenAnnotation.picture($0, root)) },
                    labels: labels,
                    report: .written(words: pipeline.words(of: record.report), original: record.report))
            }
        }
        let all = records.values.joined()
        let most = all.map(\.paths.count).max() ?? 0
        let short = all.count { $0.paths.count < most }
        var notes: [String] = []
        if short > 0 { notes.append("\(short) of \(all.count) studies have fewer than \(most) views.") }
        if unlisted > 0 {
            notes.append("\(unlisted) studies have no row in the label table; their labels come from their reports.")
        }
        if unread > 0 { notes.append(Self.unreadNote(unread)) }
        return R2GenDataset(
            studies: try StudyDataset(labels: Finding.allCases.map(\.rawValue), split: split), notes: notes)
    }

    /// The note about studies whose reports the labeler does not read.
    package static func unreadNote(_ count: Int) -> String {
        "Studies left out, \(count): the report is not in English, so it cannot be labelled."
    }
}

extension TextPipeline {
    /// Pictures per study in the data set the pipeline is made for; a hospital's own data may have one or two.
    package var views: ClosedRange<Int> {
        switch self {
        case .clinical: 1...2
        case .parityIU: 2...2
        case .parityMIMIC: 1...1
        }
    }
}

extension FindingLabeler {
    /// Statuses in the order of `Finding.allCases`; nil for a report in a language that the labeler does not read.
    package func statuses(of report: String) -> [FindingStatus]? {
        guard reads(report) else { return nil }
        let labelled = label(report)
        return Finding.allCases.map { labelled[$0] }
    }
}
