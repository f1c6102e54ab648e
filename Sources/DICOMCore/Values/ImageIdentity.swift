/// What an image's row and its file must have in common before the image is reported on.
package struct ImageIdentity: Sendable, Equatable {
    package let studyInstanceUID: String
    package let sopInstanceUID: String
    /// `nil` if the row has no Patient ID. Never log it.
    package let patientID: String?
    package let rows: Int?
    package let columns: Int?

    package init(studyInstanceUID: String, sopInstanceUID: String, patientID: String?, rows: Int?, columns: Int?) {
        self.studyInstanceUID = studyInstanceUID
        self.sopInstanceUID = sopInstanceUID
        self.patientID = patientID
        self.rows = rows
        self.columns = columns
    }
}
