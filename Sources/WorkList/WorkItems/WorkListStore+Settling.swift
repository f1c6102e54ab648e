import DICOMCore
package import FoundationEssentials
package import GRDB
package import WorkListDatabase

extension WorkListStore {
    /// A study without a new image during its quiet period.
    package struct SettledStudy: Sendable {
        /// Images of a study that are read at most: a chest study has a handful.
        package static let imageLimit = 1000

        package let workItem: WorkItem
        package let studyInstanceUID: String
        /// Its images; empty if they are more than `imageLimit`.
        package let images: [ReceivedImage]
        /// Whether there are more images than `imageLimit`. Such a study is neither read nor marked image by image.
        package let hasTooManyImages: Bool
    }

    /// The query names its index, because without statistics SQLite takes any index that begins with the state.
    static let dueForSettling = """
        SELECT * FROM workItem INDEXED BY workItemSettling
        WHERE state = 'collecting' AND notBefore <= ? AND (notBefore, id) > (?, ?) ORDER BY notBefore, id LIMIT ?
        """

    /// Returns studies that are due to be settled, oldest first.
    ///
    /// - Parameter last: begins after this one; nil begins with the oldest.
    package func studiesToSettle(at now: Date = Date(), after last: WorkItem? = nil, limit: Int = 100) throws
        -> [SettledStudy]
    {
        try read { db in
            let items = try WorkItem.fetchAll(
                db, sql: Self.dueForSettling,
                arguments: [now.milliseconds, last?.notBefore.milliseconds ?? .min, last?.id ?? 0, limit])
            return try items.map { item in
                let hasTooManyImages = try hasTooManyImages(item.studyRow, in: db)
                return SettledStudy(
                    workItem: item, studyInstanceUID: try item.studyInstanceUID(in: db),
                    images: hasTooManyImages ? [] : try images(ofStudy: item.studyRow, in: db),
                    hasTooManyImages: hasTooManyImages)
            }
        }
    }

    /// Whether a study has more images than are read. It looks no further than the limit.
    func hasTooManyImages(_ studyRow: Int64, in db: Database) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: """
                SELECT count(*) FROM (SELECT 1 FROM series JOIN instance ON instance.seriesRow = series.id
                    WHERE series.studyRow = ? AND instance.origin = 'received' AND \(Self.isImage) LIMIT ?)
                """)
        let limit = SettledStudy.imageLimit
        return try Int.fetchOne(statement, arguments: [studyRow, limit + 1]) ?? 0 > limit
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
            if !study.hasTooManyImages {
                try mark(eligible, ofStudy: study.workItem.studyRow, in: db)
            }
            try study.workItem.apply(event, at: now, notBefore: now, in: db)
            // No report is written that could name the wrong patient.
            if case .foundIneligible = event {
                try Incident.close(.patient, ofStudyRow: study.workItem.studyRow, at: now, in: db)
            }
            return true
        }
    }

    /// Marks these images of a study as those that the reporter may read, and no others. Writes only what changes.
    private func mark(_ eligible: [String], ofStudy studyRow: Int64, in db: Database) throws {
        let eligible = Set(eligible)
        let marked = try Set(
            String.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT instance.sopInstanceUID FROM series JOIN instance ON instance.seriesRow = series.id
                        WHERE series.studyRow = ? AND instance.isEligible = 1
                        """), arguments: [studyRow]))
        for image in marked.symmetricDifference(eligible) {
            try db.executeCached(
                "UPDATE instance SET isEligible = ? WHERE sopInstanceUID = ?", [eligible.contains(image), image])
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
                    study.studyInstanceUID, study.studyDescription, study.patientID
                FROM instance JOIN series ON series.id = instance.seriesRow JOIN study ON study.id = series.studyRow
                WHERE study.id = ? AND instance.origin = 'received' AND instance.isEligible >= ?
                    AND \(Self.isImage)
                ORDER BY series.seriesNumber, instance.instanceNumber, instance.id
                """)
        return try Row.fetchAll(statement, arguments: [studyRow, onlyEligible]).map {
            ReceivedImage(row: $0, files: files)
        }
    }
}

extension ReceivedImage {
    private enum Columns: String, ColumnExpression {
        case patientID, rows, columns, modality, bodyPartExamined, viewPosition, patientOrientation, imageType
        case anatomicRegionCodeValue, anatomicRegionCodingScheme, anatomicRegion
        case viewCodeValue, viewCodingScheme, viewCodeMeaning
        case acquisitionDeviceProcessingDescription, protocolName, seriesDescription, studyDescription
    }

    /// - Parameter row: a row of `instance` with its series and study.
    fileprivate init(row: Row, files: InstanceFiles) {
        self.init(
            instance: StoredInstance(row: row, files: files), patientID: row[Columns.patientID],
            rows: row[Columns.rows], columns: row[Columns.columns],
            modality: row[Columns.modality], bodyPartExamined: row[Columns.bodyPartExamined],
            anatomicRegion: Self.code(
                .anatomicRegionCodeValue, .anatomicRegionCodingScheme, .anatomicRegion, in: row),
            viewPosition: row[Columns.viewPosition],
            viewCode: Self.code(.viewCodeValue, .viewCodingScheme, .viewCodeMeaning, in: row),
            viewModifiers: ViewModifierColumns.modifiers(in: row),
            patientOrientation: row[Columns.patientOrientation], imageType: row[Columns.imageType],
            acquisitionDeviceProcessingDescription: row[Columns.acquisitionDeviceProcessingDescription],
            protocolName: row[Columns.protocolName], seriesDescription: row[Columns.seriesDescription],
            studyDescription: row[Columns.studyDescription])
    }

    private static func code(_ value: Columns, _ scheme: Columns, _ meaning: Columns, in row: Row) -> CodedConcept? {
        let parts = [value, scheme, meaning].map { row[$0] as String? }
        guard parts[0] != nil || parts[2] != nil else { return nil }
        return CodedConcept(value: parts[0] ?? "", scheme: parts[1] ?? "", meaning: parts[2] ?? "")
    }
}

extension AwaitedRows {
    /// Studies that have received an image and are to be settled.
    package static let toSettle = AwaitedRows(of: ["workItem"], includesChanges: true)
}
