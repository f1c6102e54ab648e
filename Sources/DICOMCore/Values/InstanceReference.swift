/// How a document references another instance (PS3.3 Table C.17-3): study, series, class and instance UID.
package struct InstanceReference: Sendable, Equatable {
    package var studyInstanceUID: String
    package var seriesInstanceUID: String
    package var sopClassUID: String
    package var sopInstanceUID: String

    /// Stores the identifiers unchecked.
    package init(studyInstanceUID: String, seriesInstanceUID: String, sopClassUID: String, sopInstanceUID: String) {
        self.studyInstanceUID = studyInstanceUID
        self.seriesInstanceUID = seriesInstanceUID
        self.sopClassUID = sopClassUID
        self.sopInstanceUID = sopInstanceUID
    }
}
