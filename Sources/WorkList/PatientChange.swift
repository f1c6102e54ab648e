package import DICOMCore
package import FoundationEssentials
import GRDB
package import WorkListDatabase

/// In what an object says another patient than the study it belongs to, whose first values stay.
///
/// Corrected names and birth dates come in this way, and so do two patients under one Study Instance UID. Nothing tells
/// which it is, so a person has to: the incident names the attributes, never their values.
struct PatientChange: Equatable {
    let attributes: [String]

    private enum Columns: String, ColumnExpression {
        case patientID, issuerOfPatientID, patientName, patientBirthDate, patientSex
    }

    /// Compares the object with its study; nil if no attribute that both have differs.
    init?(of header: InstanceHeader, studyRow: Int64, in db: Database) throws {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT patientID, issuerOfPatientID, patientName, patientBirthDate, patientSex FROM study WHERE id = ?
                    """), arguments: [studyRow])
        guard let row else { return nil }
        let compared: [(String, String?, String?, (String) -> [String])] = [
            ("Patient ID (0010,0020)", row[Columns.patientID], header.patientID, { [$0] }),
            ("Issuer of Patient ID (0010,0021)", row[Columns.issuerOfPatientID], header.issuerOfPatientID, { [$0] }),
            ("Patient's Name (0010,0010)", row[Columns.patientName], header.patientName, Self.groups),
            ("Patient's Birth Date (0010,0030)", row[Columns.patientBirthDate], header.patientBirthDate, Self.digits),
            ("Patient's Sex (0010,0040)", row[Columns.patientSex], header.patientSex, { [$0.uppercased()] }),
        ]
        attributes = compared.compactMap { name, known, new, parts in
            guard let known, let new else { return nil }
            // Of a name's groups only those are compared that both have.
            return zip(parts(known), parts(new)).contains { $0 != $1 && !$0.isEmpty && !$1.isEmpty } ? name : nil
        }
        if attributes.isEmpty { return nil }
    }

    /// The component groups of a name without what means nothing: case, empty components at the end, blanks.
    private static func groups(_ name: String) -> [String] {
        name.uppercased().split(separator: "=", omittingEmptySubsequences: false).map { group in
            var components = group.split(separator: "^", omittingEmptySubsequences: false).map {
                $0.split(separator: " ").joined(separator: " ")
            }
            while components.last?.isEmpty == true { components.removeLast() }
            return components.joined(separator: "^")
        }
    }

    /// A date, also with the dots of the ACR-NEMA form.
    private static func digits(_ date: String) -> [String] { [date.filter { $0 != "." && $0 != "-" && $0 != " " }] }

    /// States in which no verdict follows unless another image arrives.
    private static let ended: Set<WorkItemState> = [.accepted, .edited, .rejected, .ineligible]

    /// Records an incident, at most once an hour for the same study and attributes. If no verdict will follow that closes it,
    /// it is an event.
    ///
    /// - Parameter isNewImage: whether the object is an image that the study did not have, so that a verdict follows.
    func record(
        study: String, studyRow: Int64, isNewImage: Bool, at now: Date, in db: Database
    ) throws {
        let state = try String.fetchOne(
            db, sql: "SELECT state FROM workItem WHERE studyRow = ?", arguments: [studyRow]
        ).flatMap(WorkItemState.init)
        let isAwaited = isNewImage || state.map { !Self.ended.contains($0) } ?? false
        try Incident(
            at: now, source: "intake",
            message: "study \(study) came with another \(attributes.joined(separator: " and another "))",
            hint: "the first one stays; find out which is right before the report is signed: thoraxctl show "
                + "--show-patient prints what the study keeps", study: study
        ).insertHourly(cause: isAwaited ? .patient : nil, in: db)
    }
}

extension WorkListStore {
    /// The attributes in which an object says another patient than the study that it belongs to; nil if none, or if there
    /// is no such study.
    package func patientAttributes(differingIn header: InstanceHeader) throws -> [String]? {
        try read { db in
            let row = try Int64.fetchOne(
                db, sql: "SELECT id FROM study WHERE studyInstanceUID = ?", arguments: [header.studyInstanceUID])
            return try row.flatMap { try PatientChange(of: header, studyRow: $0, in: db)?.attributes }
        }
    }

    /// Records an incident if an object that is not kept, because its image is stored already, says another patient.
    package func recordPatientChange(of header: InstanceHeader, at now: Date = Date()) throws {
        try write { db in
            let row = try Int64.fetchOne(
                db, sql: "SELECT id FROM study WHERE studyInstanceUID = ?", arguments: [header.studyInstanceUID])
            guard let row else { return }
            try PatientChange(of: header, studyRow: row, in: db)?.record(
                study: header.studyInstanceUID, studyRow: row, isNewImage: false, at: now, in: db)
        }
    }
}
