import FoundationEssentials
import DICOMCore
import GRDB

/// An instance the work list holds: what it is and where its bytes are.
package struct StoredInstance: Sendable, Equatable {
    package let sopClassUID: String
    package let sopInstanceUID: String
    package let transferSyntaxUID: String
    package let studyInstanceUID: String
    package let seriesInstanceUID: String
    /// Full path of the file.
    package let path: String
    package let byteCount: Int
    /// SHA-256 of the file, 32 bytes.
    package let sha256: [UInt8]
}

/// What the reporter and the eligibility policy know of a received image without opening it.
package struct ReceivedImage: Sendable, Equatable {
    package let instance: StoredInstance
    package let modality: String?
    package let bodyPartExamined: String?
    /// Code meaning of the first anatomic region.
    package let anatomicRegion: String?
    package let viewPosition: String?
    package let protocolName: String?
    package let seriesDescription: String?
    package let studyDescription: String?
}

/// A study's rows, written in the transaction of the instance they belong to.
extension InstanceHeader {
    /// Finds or makes the study and the series; the first instance's attributes stand.
    func storeStudyAndSeries(in db: Database) throws -> (studyRow: Int64, seriesRow: Int64) {
        try db.execute(
            sql: """
                INSERT INTO study (studyInstanceUID, patientID, patientName, patientBirthDate, patientSex,
                    accessionNumber, studyID, studyDate, studyTime, studyDescription, referringPhysicianName)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (studyInstanceUID) DO NOTHING
                """,
            arguments: [
                studyInstanceUID, patientID, patientName, patientBirthDate, patientSex, accessionNumber, studyID,
                studyDate, studyTime, studyDescription, referringPhysicianName,
            ])
        let studyRow = try Int64.fetchOne(
            db, sql: "SELECT id FROM study WHERE studyInstanceUID = ?", arguments: [studyInstanceUID])
        try db.execute(
            sql: """
                INSERT INTO series (studyRow, seriesInstanceUID, modality, seriesNumber, seriesDescription)
                VALUES (?, ?, ?, ?, ?) ON CONFLICT (seriesInstanceUID) DO NOTHING
                """,
            arguments: [studyRow, seriesInstanceUID, modality, seriesNumber, seriesDescription])
        let series = try Row.fetchOne(
            db, sql: "SELECT id, studyRow FROM series WHERE seriesInstanceUID = ?", arguments: [seriesInstanceUID])
        guard let studyRow, let series, series["studyRow"] == studyRow else {
            throw WorkListError.seriesOfOtherStudy
        }
        return (studyRow, series["id"])
    }

    /// Writes the instance's row.
    func storeInstance(
        seriesRow: Int64, path: String, byteCount: Int, sha256: [UInt8], origin: String, callingAETitle: String?,
        at now: Int64, in db: Database
    ) throws -> Int64 {
        try db.execute(
            sql: """
                INSERT INTO instance (seriesRow, sopInstanceUID, sopClassUID, transferSyntaxUID, instanceNumber, rows,
                    columns, numberOfFrames, bodyPartExamined, anatomicRegion, viewPosition, protocolName, path,
                    byteCount, sha256, origin, callingAETitle, storedAt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                seriesRow, sopInstanceUID, sopClassUID, transferSyntaxUID, instanceNumber, rows, columns,
                numberOfFrames, bodyPartExamined, anatomicRegion?.meaning, viewPosition, protocolName, path,
                byteCount, Data(sha256), origin, callingAETitle, now,
            ])
        return db.lastInsertedRowID
    }
}
