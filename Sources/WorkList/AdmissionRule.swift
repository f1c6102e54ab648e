package import DICOMCore
package import FoundationEssentials
package import GRDB

/// A step that a feature runs for each received object, in the transaction that admits the object.
package protocol AdmissionRule: Sendable {
    /// - Parameters:
    ///   - header: header of the object, from the scan.
    ///   - instanceRow: row of the object; `studyRow`: row of its study.
    func apply(
        to header: InstanceHeader, instanceRow: Int64, studyRow: Int64, at now: Date, in db: Database) throws
}
