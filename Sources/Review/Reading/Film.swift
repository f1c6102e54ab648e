package import GRDB
import WorkListDatabase
import WorkList

/// One image of a study as a reader sees it.
package struct Film: Sendable, Equatable, Encodable {
    /// Series Instance UID.
    package let series: String
    /// SOP Instance UID.
    package let instance: String
    /// Counted from 1.
    package let frame: Int
    /// View Position, or else the meaning of the view's code.
    package let view: String?
    /// Patient Orientation of the rows and of the columns; nil when the header does not have both.
    package let orientation: [String]?
    package let rows: Int?
    package let columns: Int?
    /// Whether the draft was made from it.
    package let usedByModel: Bool

    /// Maximum number of frames listed for one instance.
    static let frameLimit = 64
    /// Maximum number of images listed for one study.
    static let limit = 200
}

/// An earlier study of the same patient that is stored here.
package struct PriorStudy: Sendable, Equatable, Encodable {
    /// Study Instance UID.
    package let study: String
    /// `YYYYMMDD`
    package let studyDate: String?
    package let description: String?
    /// The verdict on its draft, if it has one.
    package let verdict: ReviewVerdict?
    package let images: [Film]

    /// Maximum number of studies listed; the latest come first.
    package static let limit = 10
}

/// Columns of images and of prior studies.
private enum Columns: String, ColumnExpression {
    case patientOrientation, numberOfFrames, seriesInstanceUID, sopInstanceUID, viewPosition, viewCodeMeaning
    case rows, columns, isEligible, id, studyInstanceUID, studyDate, studyDescription, verdict
}

extension Film {
    /// Returns the films of a study, ordered by series and instance number.
    package static func fetch(ofStudy studyRow: Int64, in db: Database) throws -> [Film] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT series.seriesInstanceUID, instance.sopInstanceUID, instance.viewPosition, instance.viewCodeMeaning,
                    instance.patientOrientation, instance.rows, instance.columns, instance.numberOfFrames,
                    instance.isEligible
                FROM series JOIN instance ON instance.seriesRow = series.id
                WHERE series.studyRow = ? AND instance.origin = 'received' AND \(WorkListStore.isImage)
                ORDER BY series.seriesNumber, instance.instanceNumber, instance.id LIMIT ?
                """)
        return try Row.fetchAll(statement, arguments: [studyRow, limit]).flatMap { row in
            let orientation = (row[Columns.patientOrientation] as String?)?
                .split(separator: "\\", omittingEmptySubsequences: false).map(String.init)
            return (1...max(1, min(frameLimit, row[Columns.numberOfFrames] ?? 1))).map { frame in
                Film(
                    series: row[Columns.seriesInstanceUID], instance: row[Columns.sopInstanceUID], frame: frame,
                    view: [row[Columns.viewPosition] as String?, row[Columns.viewCodeMeaning]].compactMap(\.self)
                        .first { !$0.isEmpty },
                    orientation: orientation?.count == 2 && orientation?.contains("") == false ? orientation : nil,
                    rows: row[Columns.rows], columns: row[Columns.columns], usedByModel: row[Columns.isEligible])
            }
        }
    }
}

extension PriorStudy {
    /// Returns the other studies of the patient, latest first. Patients are the same if Patient ID and issuer are; without
    /// a Patient ID no study is known to be of the same patient.
    package static func fetch(for studyRow: Int64, in db: Database) throws -> [PriorStudy] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT prior.id, prior.studyInstanceUID, prior.studyDate, prior.studyDescription,
                    (SELECT review.verdict FROM workItem JOIN review ON review.workItemRow = workItem.id
                     WHERE workItem.studyRow = prior.id AND review.verdict <> 'addended'
                     ORDER BY review.id DESC LIMIT 1) AS verdict
                FROM study JOIN study AS prior ON prior.patientHash = study.patientHash
                    AND prior.patientID = study.patientID
                    AND ifnull(prior.issuerOfPatientID, '') = ifnull(study.issuerOfPatientID, '')
                WHERE study.id = ? AND study.patientID <> '' AND prior.id <> study.id
                ORDER BY prior.studyDate DESC, prior.studyTime DESC, prior.id DESC LIMIT ?
                """,
            arguments: [studyRow, limit]
        ).compactMap { row in
            let images = try Film.fetch(ofStudy: row[Columns.id], in: db)
            // A study of which only documents are here has nothing to compare with.
            guard !images.isEmpty else { return nil }
            return PriorStudy(
                study: row[Columns.studyInstanceUID], studyDate: row[Columns.studyDate],
                description: row[Columns.studyDescription],
                verdict: (row[Columns.verdict] as String?).flatMap(ReviewVerdict.init), images: images)
        }
    }
}
