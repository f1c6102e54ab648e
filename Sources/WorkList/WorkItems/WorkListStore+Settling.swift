import DICOMCore
package import FoundationEssentials
package import GRDB
package import WorkListDatabase

extension WorkListStore {
    /// A study without a new image during its quiet period.
    package struct SettledStudy: Sendable {
        package let workItem: WorkItem
        package let studyInstanceUID: String
        package let images: [ReceivedImage]
    }

    /// The query names its index, because without statistics SQLite takes any index that begins with the state.
    static let dueForSettling = """
        SELECT * FROM workItem INDEXED BY workItemSettling WHERE state = 'collecting' AND notBefore <= ?
        ORDER BY notBefore, id LIMIT ?
        """

    /// Returns studies that are due to be settled, oldest first.
    package func studiesToSettle(at now: Date = Date(), limit: Int = 100) throws -> [SettledStudy] {
        try read { db in
            let items = try WorkItem.fetchAll(
                db,
                sql: Self.dueForSettling,
                arguments: [now.milliseconds, limit])
            return try items.map { item in
                SettledStudy(
                    workItem: item, studyInstanceUID: try item.studyInstanceUID(in: db),
                    images: try images(ofStudy: item.studyRow, in: db))
            }
        }
    }

    /// Time when the next study is due to be settled; nil when none is pending.
    package func nextSettling() throws -> Date? {
        try read { db in
            try Int64.fetchOne(
                db,
                sql: """
                    SELECT notBefore FROM workItem INDEXED BY workItemSettling WHERE state = 'collecting'
                    ORDER BY notBefore LIMIT 1
                    """)
        }.map(Date.init(milliseconds:))
    }

    /// Settles a study, unless an image has arrived since it was looked up.
    ///
    /// - Parameter eligible: SOP Instance UIDs of the images that the reporter may read.
    /// - Returns: false when it was not settled because its state or due time has changed.
    package func settle(
        _ study: SettledStudy, as event: WorkItemEvent, eligible: [String], at now: Date = Date()
    ) throws -> Bool {
        try write { db in
            guard try job(study.workItem.id, in: db) == study.workItem else { return false }
            for image in study.images {
                try db.execute(
                    sql: "UPDATE instance SET isEligible = ? WHERE sopInstanceUID = ?",
                    arguments: [
                        eligible.contains(image.instance.sopInstanceUID), image.instance.sopInstanceUID,
                    ])
            }
            try study.workItem.apply(event, at: now, notBefore: now, in: db)
            return true
        }
    }

    /// SQL condition that selects images among received objects, and excludes documents.
    package static let isImage: String = {
        let documents = SOPClass.storedDocuments.map { "'\($0)'" }.joined(separator: ", ")
        return "instance.sopClassUID NOT IN (\(documents))"
    }()

    /// Returns the received images of a study, ordered by series and instance number.
    package func images(ofStudy studyRow: Int64, onlyEligible: Bool = false, in db: Database) throws -> [ReceivedImage]
    {
        let statement = try db.cachedStatement(
            sql: """
                SELECT instance.*, series.seriesInstanceUID, series.modality, series.seriesDescription,
                    study.studyInstanceUID, study.studyDescription
                FROM instance JOIN series ON series.id = instance.seriesRow JOIN study ON study.id = series.studyRow
                WHERE study.id = ? AND instance.origin = 'received' AND instance.isEligible >= ?
                    AND \(Self.isImage)
                ORDER BY series.seriesNumber, instance.instanceNumber, instance.id
                """)
        return try Row.fetchAll(statement, arguments: [studyRow, onlyEligible]).map { row in
            ReceivedImage(
                instance: StoredInstance(row: row, files: files),
                modality: row["modality"], bodyPartExamined: row["bodyPartExamined"],
                anatomicRegion: code(
                    "anatomicRegionCodeValue", "anatomicRegionCodingScheme", "anatomicRegion", in: row),
                viewPosition: row["viewPosition"],
                viewCode: code("viewCodeValue", "viewCodingScheme", "viewCodeMeaning", in: row),
                patientOrientation: row["patientOrientation"], imageType: row["imageType"],
                acquisitionDeviceProcessingDescription: row["acquisitionDeviceProcessingDescription"],
                protocolName: row["protocolName"], seriesDescription: row["seriesDescription"],
                studyDescription: row["studyDescription"])
        }
    }

    private func code(_ value: String, _ scheme: String, _ meaning: String, in row: Row) -> CodedConcept? {
        let parts = [value, scheme, meaning].map { row[$0] as String? }
        guard parts[0] != nil || parts[2] != nil else { return nil }
        return CodedConcept(value: parts[0] ?? "", scheme: parts[1] ?? "", meaning: parts[2] ?? "")
    }
}

extension AwaitedRows {
    /// Studies that have received an image and are to be settled.
    package static let toSettle = AwaitedRows(of: ["workItem"], includesChanges: true)
}
