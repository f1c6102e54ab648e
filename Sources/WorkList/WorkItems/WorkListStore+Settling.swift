import DICOMCore
package import FoundationEssentials
package import GRDB
package import WorkListDatabase

extension WorkListStore {
    /// A study for which no image has come for its quiet period.
    package struct SettledStudy: Sendable {
        package let workItem: WorkItem
        package let studyInstanceUID: String
        package let images: [ReceivedImage]
    }

    /// The index is named: without statistics SQLite takes any other that begins with the state.
    static let dueForSettling = """
        SELECT * FROM workItem INDEXED BY workItemSettling WHERE state = 'collecting' AND notBefore <= ?
        ORDER BY notBefore, id LIMIT ?
        """

    /// Studies that wait to be settled, oldest first.
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

    /// When the next study is due to be settled; nil when none waits.
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
    /// - Parameter eligible: SOP Instance UIDs of the images that the reporter is to read.
    /// - Returns: false when it was not settled because its state or due time has changed.
    package func settle(
        _ study: SettledStudy, as event: WorkItemEvent, eligible: [String], at now: Date = Date()
    ) throws -> Bool {
        try write { db in
            let item = try WorkItem.fetchOne(
                db, sql: "SELECT * FROM workItem WHERE id = ?", arguments: [study.workItem.id])
            guard let item, item == study.workItem else { return false }
            for image in study.images {
                try db.execute(
                    sql: "UPDATE instance SET isEligible = ? WHERE sopInstanceUID = ?",
                    arguments: [
                        eligible.contains(image.instance.sopInstanceUID), image.instance.sopInstanceUID,
                    ])
            }
            try item.apply(event, at: now, notBefore: now, in: db)
            return true
        }
    }

    /// SQL that tells the images of the received objects from the documents that came along.
    package static let isImage: String = {
        let documents = SOPClass.storedDocuments.map { "'\($0)'" }.joined(separator: ", ")
        return "instance.sopClassUID NOT IN (\(documents))"
    }()

    /// The received images of a study, in the order of series and instance numbers.
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
                anatomicRegion: row["anatomicRegion"], viewPosition: row["viewPosition"],
                protocolName: row["protocolName"], seriesDescription: row["seriesDescription"],
                studyDescription: row["studyDescription"])
        }
    }
}

extension AwaitedRows {
    /// A study that received an image, and is to be settled.
    package static let toSettle = AwaitedRows(of: ["workItem"], includesChanges: true)
}
