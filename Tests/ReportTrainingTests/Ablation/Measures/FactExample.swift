import FindingLabels

@testable import ReportTraining

/// Seven small reports and studies with them.
enum FactExample {
    static let reports = [
        report([ReportFact(.chest(.nodule), [.slight, .right, .upper])]),
        report([ReportFact(.chest(.nodule), [.slight, .left, .upper])]),
        report([ReportFact(.chest(.nodule), [.slight, .right, .upper])]),
        report([ReportFact(.chest(.edema), [.marked])]),
        report([]),
        report([ReportFact(.incidental(.aorta))]),
        report([]),
    ]

    /// A report with the first wording of each fact and no other sentence.
    static func report(_ facts: [ReportFact]) -> FactReport {
        FactReport(
            truth: Set(facts), stated: Set(facts), sentences: facts.compactMap { FactPhrases.wordings($0).first })
    }

    static func studies(_ reports: [FactReport] = reports) -> [TrainingStudy] {
        reports.enumerated().map { index, report in
            TrainingStudy(
                id: "\(index)", patient: "\(index)", group: nil, views: [],
                labels: FactFinding.labels.indices.map { report.labels.contains($0) ? .positive : .negative },
                report: .stated(report))
        }
    }
}
