import FoundationEssentials
import GRDB
import Platform

/// A pseudonym for a patient: the same for all their studies in this installation, different in every other
/// installation (decision 23).
enum PatientHash {
    /// - Returns: twelve hexadecimal digits; nil when there is no patient ID.
    static func of(_ patientID: String?, issuer: String?, salt: Data) -> String? {
        guard let patientID, !patientID.isEmpty else { return nil }
        return KeyedDigest.hexadecimal(of: [issuer ?? "", patientID], key: Array(salt), bytes: 6)
    }

    /// Returns the salt of this installation. It is stored in the work list, so that a restored work list gives the
    /// same pseudonyms.
    static func salt(in db: Database) throws -> Data {
        try Data.fetchOne(db.cachedStatement(sql: "SELECT salt FROM installation")) ?? Data()
    }
}
