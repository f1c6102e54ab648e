package import DICOMCore
package import FoundationEssentials
package import GRDB
package import WorkListDatabase

/// A step that a feature runs for each received object, in the transaction that admits the object.
package protocol AdmissionRule: Sendable {
    /// - Parameters:
    ///   - header: header of the object, from the scan.
    ///   - peer: the peer that sent it; nil for a caller that is not configured.
    ///   - instanceRow: row of the object; `studyRow`: row of its study.
    func apply(
        to header: InstanceHeader, from peer: SendingPeer?, instanceRow: Int64, studyRow: Int64, at now: Date,
        in db: Database) throws

    /// Whether `applyAgain` has anything to do when the same bytes come again: most objects then cost no transaction.
    func concernsRepetition(of header: InstanceHeader, from peer: SendingPeer?) -> Bool

    /// Called instead of `apply` for such a repetition.
    func applyAgain(
        to header: InstanceHeader, from peer: SendingPeer?, at now: Date, in db: Database, of workList: WorkListStore
    ) throws
}

extension AdmissionRule {
    package func concernsRepetition(of header: InstanceHeader, from peer: SendingPeer?) -> Bool { false }

    package func applyAgain(
        to header: InstanceHeader, from peer: SendingPeer?, at now: Date, in db: Database, of workList: WorkListStore
    ) throws {}
}
