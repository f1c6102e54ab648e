import DICOMCore
import GRDB
import WorkListDatabase

/// Counts and collected values of the patients, studies and series above the matches of one query: each is read once,
/// not once for every match below it.
package final class SharedValues {
    private struct Owner: Hashable {
        let level: QueryLevel
        let key: [DatabaseValue]
    }

    private var known: [Owner: [String?]] = [:]

    package init() {}

    /// Columns that identify the objects above a row.
    static func columns(at level: QueryLevel) -> [String] {
        ["study.id", "study.patientID", "study.issuerOfPatientID"] + (level.depth > 1 ? ["series.id"] : [])
    }

    /// Returns the values of the object of a level above a row. `read` reads them by the object's row id, once for each
    /// object.
    ///
    /// - Parameter columns: the values of `columns(at:)`.
    func values(
        of level: QueryLevel, above columns: [DatabaseValue], read: (DatabaseValue) throws -> [String?]
    ) rethrows -> [String?] {
        let (id, key): (DatabaseValue, [DatabaseValue]) =
            switch level {
            // A study without a patient ID counts as a patient of its own.
            case .patient: (columns[0], columns[1].isNull ? [columns[0]] : [columns[1], columns[2]])
            case .study: (columns[0], [columns[0]])
            case .series, .image: (columns[3], [columns[3]])
            }
        let owner = Owner(level: level, key: key)
        if let values = known[owner] { return values }
        let values = try read(id)
        known[owner] = values
        return values
    }
}
