/// What one document names another instance by (PS3.3 Table C.17-3): its study, series, class and identifier.
package struct InstanceReference: Sendable, Equatable {
    package var studyInstanceUID: String
    package var seriesInstanceUID: String
    package var sopClassUID: String
    package var sopInstanceUID: String

    /// Takes the identifiers as they are.
    package init(studyInstanceUID: String, seriesInstanceUID: String, sopClassUID: String, sopInstanceUID: String) {
        self.studyInstanceUID = studyInstanceUID
        self.seriesInstanceUID = seriesInstanceUID
        self.sopClassUID = sopClassUID
        self.sopInstanceUID = sopInstanceUID
    }
}
