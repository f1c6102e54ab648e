import DICOMCore
import FoundationEssentials
package import GRDB

/// Writes the study, series and instance rows in the transaction that stores the instance.
extension InstanceHeader {
    /// Finds or creates the study and the series; attributes of the first instance are kept.
    package func storeStudyAndSeries(in db: Database) throws -> (studyRow: Int64, seriesRow: Int64) {
        let patient = PersonNameGroups(patientName ?? "")
        let physician = PersonNameGroups(referringPhysicianName ?? "")
        try db.executeCached(
            """
            INSERT INTO study (studyInstanceUID, patientID, issuerOfPatientID, patientHash, patientName,
                patientNameAlphabetic, patientNameIdeographic, patientNamePhonetic, patientBirthDate, patientSex,
                accessionNumber, studyID, studyDate, studyTime, studyDescription, referringPhysicianName,
                referringPhysicianNameAlphabetic, referringPhysicianNameIdeographic,
                referringPhysicianNamePhonetic)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (studyInstanceUID) DO NOTHING
            """,
            [
                studyInstanceUID, patientID, issuerOfPatientID,
                PatientHash.of(patientID, issuer: issuerOfPatientID, salt: try PatientHash.salt(in: db)), patientName,
                patient.alphabetic, patient.ideographic, patient.phonetic, patientBirthDate, patientSex,
                accessionNumber, studyID, studyDate, studyTime, studyDescription, referringPhysicianName,
                physician.alphabetic, physician.ideographic, physician.phonetic,
            ])
        let studyRow = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT id FROM study WHERE studyInstanceUID = ?"),
            arguments: [studyInstanceUID])
        try db.executeCached(
            """
            INSERT INTO series (studyRow, seriesInstanceUID, modality, seriesNumber, seriesDescription, seriesDate,
                seriesTime, requestedProcedureID, scheduledProcedureStepID)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (seriesInstanceUID, studyRow) DO NOTHING
            """,
            [
                studyRow, seriesInstanceUID, modality, seriesNumber, seriesDescription, seriesDate, seriesTime,
                requestAttributes?.requestedProcedureID, requestAttributes?.scheduledProcedureStepID,
            ])
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
        let observer = PersonNameGroups(verifyingObserverName ?? "")
        try db.executeCached(
            """
            INSERT INTO instance (seriesRow, sopInstanceUID, sopClassUID, transferSyntaxUID, instanceNumber, rows,
                columns, numberOfFrames, bodyPartExamined, anatomicRegion, viewPosition, protocolName, path,
                byteCount, sha256, origin, callingAETitle, storedAt, contentDate, contentTime, completionFlag,
                verificationFlag, conceptNameCodeValue, conceptNameCodingScheme, conceptNameCodeMeaning,
                verifyingObserverName, verifyingObserverNameAlphabetic, verifyingObserverNameIdeographic,
                verifyingObserverNamePhonetic, verificationDateTime, referencedAccessionNumber,
                referencedRequestedProcedureID)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                seriesRow, sopInstanceUID, sopClassUID, transferSyntaxUID, instanceNumber, rows, columns,
                numberOfFrames, bodyPartExamined, anatomicRegion?.meaning, viewPosition, protocolName, path,
                byteCount, Data(sha256), origin, callingAETitle, now, contentDate, contentTime, completionFlag,
                verificationFlag, documentTitle?.value, documentTitle?.scheme, documentTitle?.meaning,
                verifyingObserverName, observer.alphabetic, observer.ideographic, observer.phonetic,
                verificationDateTime, referencedRequest?.accessionNumber, referencedRequest?.requestedProcedureID,
            ])
        return db.lastInsertedRowID
    }
}
