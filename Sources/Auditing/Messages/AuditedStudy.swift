import GRDB
import WorkListDatabase

/// What a message says of a study and its patient.
struct AuditedStudy {
    let studyInstanceUID: String
    let accessionNumber: String?
    let patientID: String?
    let patientName: String?

    /// - Parameter row: with the columns of `study` of these names.
    init(row: Row) {
        studyInstanceUID = row["studyInstanceUID"]
        accessionNumber = row["accessionNumber"]
        patientID = row["patientID"]
        patientName = row["patientName"]
    }

    /// As an act had it on record.
    init(_ studyInstanceUID: String, of act: Act) {
        self.studyInstanceUID = studyInstanceUID
        accessionNumber = nil
        patientID = act.patientID
        patientName = act.patientName
    }

    /// A study the work list no longer has.
    init(unknown studyInstanceUID: String) {
        self.studyInstanceUID = studyInstanceUID
        accessionNumber = nil
        patientID = nil
        patientName = nil
    }

    /// The study and its patient: one patient to a message (PS3.15 A.5.3).
    func objects(_ instances: [String: Int] = [:]) -> [AuditObject] {
        [
            .study(studyInstanceUID, instances: instances, accessionNumber: accessionNumber),
            .patient(id: patientID, name: patientName),
        ]
    }
}
