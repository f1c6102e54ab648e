import Foundation

@testable import ReportTraining

extension TrainingStudy {
    /// A study with one film, as read from the ChestX-ray14 table.
    static func film(
        _ name: String, _ findings: Set<ChestFinding>, patient: Int, _ view: ViewPosition
    ) -> TrainingStudy {
        TrainingStudy(
            NIHRecord(image: name, findings: findings, patient: patient, view: view), root: URL(filePath: "/"))
    }
}
