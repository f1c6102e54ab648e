package import DICOMCore
package import FoundationEssentials
package import GRDB

/// What a feature does with each received object, in the transaction that admits it.
package protocol AdmissionRule: Sendable {
    /// - Parameters:
    ///   - header: what a scan of the object found.
    ///   - instanceRow: row of the object; `studyRow`: row of its study.
    func apply(
        to header: InstanceHeader, instanceRow: Int64, studyRow: Int64, at now: Date, in db: Database) throws
}
