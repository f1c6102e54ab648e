package import DICOMCore
package import FoundationEssentials
package import GRDB
import Platform
package import WorkListDatabase

/// Takes an object out of quarantine in the transaction that admits it. Its file there is removed afterwards.
package struct QuarantineLeaving: AdmissionRule {
    private let object: QuarantinedFile
    private let reason: String
    private let actor: String

    package init(object: QuarantinedFile, reason: String, actor: String) {
        self.object = object
        self.reason = reason
        self.actor = actor
    }

    package func apply(
        to header: InstanceHeader, from peer: SendingPeer?, instanceRow: Int64, studyRow: Int64, at now: Date,
        in db: Database
    ) throws {
        try db.execute(sql: "DELETE FROM quarantine WHERE id = ?", arguments: [object.id])
        guard db.changesCount > 0 else { throw ReleaseError.notFound(object.id) }
        try db.execute(sql: "INSERT OR IGNORE INTO removedFile VALUES (?)", arguments: [object.path])
        try Act.record(
            .quarantineReleased, by: actor, about: studyRow,
            detail: [
                "reason": reason, "sha256": object.sha256.hexadecimal, "instance": object.sopInstanceUID,
                "storedAs": header.sopInstanceUID,
            ], at: now, in: db)
    }
}
