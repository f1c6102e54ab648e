import DICOMCore
import FoundationEssentials
package import GRDB

/// Writes the study, series and instance rows in the transaction that stores the instance.
extension InstanceHeader {
    /// Finds or creates the study and the series; attributes of the first instance are kept.
    package func storeStudyAndSeries(in db: Database) throws -> (studyRow: Int64, seriesRow: Int64) {
        try db.executeCached(
            IndexTable.study.insertion, [studyInstanceUID] + IndexTable.study.values(of: self, try patientHash(in: db)))
        let studyRow = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT id FROM study WHERE studyInstanceUID = ?"),
            arguments: [studyInstanceUID])
        try db.executeCached(
            IndexTable.series.insertion, [studyRow, seriesInstanceUID] + IndexTable.series.values(of: self))
        let seriesRow = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT id FROM series WHERE seriesInstanceUID = ? AND studyRow = ?"),
            arguments: [seriesInstanceUID, studyRow])
        guard let studyRow, let seriesRow else { throw WorkListError.unexpected("no row for a study or series") }
        return (studyRow, seriesRow)
    }

    /// Inserts the row of the instance.
    package func storeInstance(
        seriesRow: Int64, path: String, byteCount: Int, sha256: [UInt8], origin: String, callingAETitle: String?,
        at now: Int64, in db: Database
    ) throws -> Int64 {
        try db.executeCached(
            IndexTable.instance.insertion,
            [
                seriesRow, sopInstanceUID, sopClassUID, transferSyntaxUID, path, byteCount, Data(sha256), origin,
                callingAETitle, now,
            ] + IndexTable.instance.values(of: self))
        return db.lastInsertedRowID
    }

    /// Selects the series and study of an instance, and whether it is their first. Does not read their other instances:
    /// it runs once for each of them.
    static let placeInStudy = """
        SELECT instance.seriesRow, series.studyRow,
            instance.id = (SELECT min(id) FROM instance AS first WHERE first.seriesRow = series.id) AS isFirstOfSeries,
            NOT EXISTS (SELECT 1 FROM series AS part
                JOIN instance AS first ON first.seriesRow = part.id AND first.id < instance.id
                WHERE part.studyRow = series.studyRow) AS isFirstOfStudy
        FROM instance JOIN series ON series.id = instance.seriesRow WHERE instance.id = ?
        """

    /// Updates the rows of a stored instance from this header. The rows of study and series have the attributes of their
    /// first instance.
    ///
    /// - Returns: whether a row changed.
    func restore(instanceRow: Int64, in db: Database) throws -> Bool {
        let place = try PlaceInStudy.fetchOne(db.cachedStatement(sql: Self.placeInStudy), arguments: [instanceRow])
        guard let place else { return false }
        var changes = try IndexTable.instance.update(instanceRow, to: IndexTable.instance.values(of: self), in: db)
        if place.isFirstOfSeries {
            changes += try IndexTable.series.update(
                place.seriesRow, to: IndexTable.series.values(of: self), in: db)
        }
        if place.isFirstOfStudy {
            changes += try IndexTable.study.update(
                place.studyRow, to: IndexTable.study.values(of: self, try patientHash(in: db)), in: db)
        }
        return changes > 0
    }

    private func patientHash(in db: Database) throws -> String? {
        PatientHash.of(patientID, issuer: issuerOfPatientID, salt: try PatientHash.salt(in: db))
    }
}

/// The series and study of an instance, and whether it is the first of them.
private struct PlaceInStudy: FetchableRecord, Decodable {
    let seriesRow: Int64
    let studyRow: Int64
    let isFirstOfSeries: Bool
    let isFirstOfStudy: Bool
}
