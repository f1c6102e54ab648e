package import FoundationEssentials
import GRDB
package import Review
package import WorkList
import WorkListDatabase

/// One study of the reading list, with patient data: only for users who may see patient data.
package struct ReadingListEntry: Sendable, Encodable, Equatable {
    package struct Patient: Sendable, Encodable, Equatable {
        package let id: String?
        /// Person name, `family^given=ideographic=phonetic`.
        package let name: String?
        /// `YYYYMMDD`
        package let birthDate: String?
        package let sex: String?
        /// Age at the date of the study, such as `62 years`.
        package let age: String?
    }

    package struct Finding: Sendable, Encodable, Equatable {
        package let label: String
        /// `present` or `possible`.
        package let degree: String
    }

    package struct Holder: Sendable, Encodable, Equatable {
        package let login: String
        package let name: String
        package let until: Date
    }

    /// Study Instance UID.
    package let study: String
    package let accession: String?
    package let patient: Patient
    /// `YYYYMMDD`
    package let studyDate: String?
    package let studyTime: String?
    package let description: String?
    /// Calling AE title of the sender of the first image.
    package let sender: String?
    package let state: WorkItemState
    /// From -10 to 10; 0 is ordinary.
    package let priority: Int
    package let revision: Int
    package let receivedAt: Date
    /// The time when the draft of this revision was made; nil when it has no draft.
    package let draftedAt: Date?
    /// Findings that are present or possible in the latest draft, present ones first; empty while the draft is withheld from
    /// the reader.
    package let findings: [Finding]
    /// Whether the model offered no draft.
    package let abstained: Bool
    /// Whether the draft is withheld until the reader has recorded a first impression.
    package let isWithheld: Bool
    package let images: Int
    package let heldBy: Holder?
    /// The reason why the study failed, is ineligible or was rejected.
    package let reason: String?
    /// The latest verdict on any of the study's drafts; nil when no draft has a verdict.
    package let verdict: ReviewVerdict?
    /// Person name of the signer.
    package let signedBy: String?
    package let signedAt: Date?
}

extension ReadingListEntry {
    /// Returns the entries of work items, in the order of their ids in the list.
    ///
    /// - Parameter reader: the reader to whom they are shown; nil if nothing is withheld.
    static func fetch(_ ids: [Int64], for reader: DraftReader?, in db: Database) throws -> [ReadingListEntry] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT workItem.*, study.studyInstanceUID, study.accessionNumber, study.patientID, study.patientName,
                    study.patientBirthDate, study.patientSex, study.studyDate, study.studyTime, study.studyDescription,
                    draft.createdAt AS draftedAt, json_extract(draft.report, '$.abstention') IS NOT NULL AS abstained,
                    \(WorkListStore.offersDraft) AS isOffered,
                    (SELECT count(*) FROM series JOIN instance ON instance.seriesRow = series.id
                     WHERE series.studyRow = study.id AND instance.origin = 'received'
                        AND \(WorkListStore.isImage)) AS images,
                    (SELECT json_group_array(json_array(finding, degree)) FROM
                        (SELECT finding, degree FROM draftFinding WHERE draftFinding.workItemRow = workItem.id
                         ORDER BY degree DESC, finding)) AS findings,
                    reviewClaim.login AS holder, reviewClaim.name AS holderName, reviewClaim.expiresAt,
                    review.verdict, review.name AS signer, review.signedAt,
                    EXISTS (SELECT 1 FROM firstImpression AS first WHERE first.workItemRow = workItem.id
                        AND first.revision = workItem.revision AND first.login = ?) AS hasImpression
                FROM json_each(?) AS wanted CROSS JOIN workItem ON workItem.id = wanted.value
                JOIN study ON study.id = workItem.studyRow
                LEFT JOIN draft ON draft.workItemRow = workItem.id AND draft.revision = workItem.revision
                LEFT JOIN reviewClaim ON reviewClaim.workItemRow = workItem.id
                LEFT JOIN review ON review.id = (SELECT max(id) FROM review AS one
                    WHERE one.workItemRow = workItem.id AND one.verdict <> 'addended')
                ORDER BY wanted.key
                """)
        return try Row.fetchAll(statement, arguments: [reader?.login ?? "", "\(ids)"]).map {
            try ReadingListEntry(row: $0, for: reader)
        }
    }

    private enum Columns: String, ColumnExpression {
        case studyInstanceUID, accessionNumber, patientID, patientName, patientBirthDate, patientSex, studyDate
        case studyTime, studyDescription, callingAETitle, priority, createdAt, draftedAt, abstained, findings
        case hasImpression, isOffered, images, holder, holderName, expiresAt, verdict, signer, signedAt
    }

    private init(row: Row, for reader: DraftReader?) throws {
        let item = try WorkItem(row: row)
        study = row[Columns.studyInstanceUID]
        accession = row[Columns.accessionNumber]
        patient = Patient(
            id: row[Columns.patientID], name: row[Columns.patientName], birthDate: row[Columns.patientBirthDate],
            sex: row[Columns.patientSex],
            age: PatientAge(born: row[Columns.patientBirthDate], at: row[Columns.studyDate])?.words)
        studyDate = row[Columns.studyDate]
        studyTime = row[Columns.studyTime]
        description = row[Columns.studyDescription]
        sender = row[Columns.callingAETitle]
        state = item.state
        priority = row[Columns.priority]
        revision = item.revision
        receivedAt = Date(milliseconds: row[Columns.createdAt])
        draftedAt = (row[Columns.draftedAt] as Int64?).map(Date.init(milliseconds:))
        abstained = row[Columns.abstained]
        let found = try JSONDecoder().decode([[String]].self, from: Data((row[Columns.findings] as String).utf8))
            .map { Finding(label: $0[0], degree: $0[1]) }
        let (uid, hasImpression): (String, Bool) = (row[Columns.studyInstanceUID], row[Columns.hasImpression])
        let isOffered = (row[Columns.isOffered] as Bool?) ?? false
        let isBlind = reader.map { $0.blind.includes(study: uid) } ?? false
        let isWithheld = isBlind && isOffered && !hasImpression && item.state.withholdsDrafts
        self.isWithheld = isWithheld
        findings = isWithheld ? [] : found
        images = row[Columns.images]
        heldBy = (row[Columns.holder] as String?).map {
            Holder(login: $0, name: row[Columns.holderName], until: Date(milliseconds: row[Columns.expiresAt]))
        }
        reason = item.reason
        verdict = (row[Columns.verdict] as String?).flatMap(ReviewVerdict.init)
        signedBy = row[Columns.signer]
        signedAt = (row[Columns.signedAt] as Int64?).map(Date.init(milliseconds:))
    }
}
