import GRDB
import WorkListDatabase

/// The study and patient data in a message.
struct AuditedStudy {
    let studyInstanceUID: String
    let accessionNumber: String?
    let patientID: String?
    let patientName: String?

    private enum Columns: String, ColumnExpression {
        case studyInstanceUID, accessionNumber, patientID, patientName
    }

    /// - Parameter row: a row with these columns of `study`.
    init(row: Row) {
        studyInstanceUID = row[Columns.studyInstanceUID]
        accessionNumber = row[Columns.accessionNumber]
        patientID = row[Columns.patientID]
        patientName = row[Columns.patientName]
    }

    /// Creates the study from the data recorded in an act.
    init(_ studyInstanceUID: String, of act: Act) {
        self.studyInstanceUID = studyInstanceUID
        accessionNumber = nil
        patientID = act.patientID
        patientName = act.patientName
    }

    /// Creates a study that is no longer in the work list.
    init(unknown studyInstanceUID: String) {
        self.studyInstanceUID = studyInstanceUID
        accessionNumber = nil
        patientID = nil
        patientName = nil
    }

    /// Returns the objects for the study and its patient: one patient per message (PS3.15 A.5.3).
    func objects(_ instances: [String: Int] = [:]) -> [AuditObject] {
        [
            .study(studyInstanceUID, instances: instances, accessionNumber: accessionNumber),
            .patient(id: patientID, name: patientName),
        ]
    }
}
