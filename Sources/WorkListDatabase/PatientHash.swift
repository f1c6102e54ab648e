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

    /// This installation's salt: kept in the work list, so that a restored one gives the same names.
    static func salt(in db: Database) throws -> Data {
        try Data.fetchOne(db.cachedStatement(sql: "SELECT salt FROM installation")) ?? Data()
    }
}
