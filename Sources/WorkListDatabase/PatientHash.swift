import FoundationEssentials
import GRDB
import Platform

/// A short name for a patient that is no id: the same for every study of theirs in this installation, another in every
/// other one (decision 23).
enum PatientHash {
    /// - Returns: twelve hexadecimal digits; nil where there is no id.
    static func of(_ patientID: String?, issuer: String?, salt: Data) -> String? {
        guard let patientID, !patientID.isEmpty else { return nil }
        return KeyedDigest.hexadecimal(of: [issuer ?? "", patientID], key: Array(salt), bytes: 6)
    }

    /// `patientHash(id, issuer, salt)`, for the schema.
    static let function = DatabaseFunction("patientHash", argumentCount: 3, pure: true) { values in
        guard let salt = Data.fromDatabaseValue(values[2]) else { return nil }
        return of(String.fromDatabaseValue(values[0]), issuer: String.fromDatabaseValue(values[1]), salt: salt)
    }

    /// This installation's salt: kept in the work list, so that a restored one gives the same names.
    static func salt(in db: Database) throws -> Data {
        try Data.fetchOne(db.cachedStatement(sql: "SELECT salt FROM installation")) ?? Data()
    }
}
