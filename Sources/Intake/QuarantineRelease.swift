import DICOMCore
package import FoundationEssentials
import Glibc
import OperatorErrors
import Platform
package import WorkList
package import WorkListDatabase

/// Admits an object of the quarantine as an instance of its study, because a person asked for it.
///
/// Every object is there because another one is stored under its SOP Instance UID. It is compared with that one again now:
/// if that one is gone, the object is admitted as it is; otherwise only as another instance, and only an image of the
/// same patient. Compressed pixels are compared by their bytes only.
package struct QuarantineRelease {
    private let workList: WorkListStore
    private let rules: [any AdmissionRule]

    /// - Parameter rules: those of intake.
    package init(_ workList: WorkListStore, rules: [any AdmissionRule]) {
        self.workList = workList
        self.rules = rules
    }

    /// - Parameters:
    ///   - id: row of the object in quarantine.
    ///   - isAsNew: gives it a new SOP Instance UID; the former one is in its Original Attributes Sequence.
    ///   - system: what names this system in that sequence.
    /// - Returns: the SOP Instance UID under which it is stored now.
    /// - Throws: `ReleaseError`; the object stays in quarantine then.
    package func release(
        _ id: Int64, isAsNew: Bool, reason: String, by actor: String, system: String, at now: Date = Date()
    ) throws -> String {
        guard let object = try workList.quarantinedFile(id) else {
            throw ReleaseError.notFound(id)
        }
        guard object.isAudited else { throw ReleaseError.unaudited }
        let source = workList.files.absolute(object.path)
        guard (try? DurableFile.Contents(ofFileAt: source).sha256) == object.sha256 else {
            throw ReleaseError.damaged(path: source)
        }
        var scan = try ScanSource(path: source)
        let header = try InstanceHeader(ofFile: &scan)
        let stored = try workList.storedInstance(header.sopInstanceUID)
        if let stored, !isAsNew { throw ReleaseError.stillStored(study: stored.studyInstanceUID) }
        if stored == nil, isAsNew { throw ReleaseError.uidIsFree }
        if let stored { try check(scan, at: source, header, against: stored) }
        if let attributes = try workList.patientAttributes(differingIn: header) {
            throw ReleaseError.otherPatient(attributes)
        }
        let file = try DurableFile(in: workList.files.incoming)
        var admitted = header
        if isAsNew {
            admitted.sopInstanceUID = try coerce(scan, object, into: file, by: system, at: now)
        } else {
            try scan.eachPiece(of: 0..<scan.count, file.write)
        }
        return try admit(file, admitted, object, reason: reason, by: actor, at: now)
    }

    /// - Throws: if the object is the stored one, cannot be told from it, or is a document.
    private func check(
        _ scan: ScanSource, at path: String, _ header: InstanceHeader, against stored: StoredInstance
    ) throws {
        guard FileStatus(stored.path) != nil else {
            throw ReleaseError.storedFileMissing(study: stored.studyInstanceUID)
        }
        guard case .other = ObjectComparison(stored: stored).outcome(for: scan, at: path, header) else {
            throw ReleaseError.sameAsStored
        }
        if SOPClass.storedDocuments.contains(where: { $0.description == header.sopClassUID }) {
            throw ReleaseError.isDocument
        }
    }

    private func coerce(
        _ scan: ScanSource, _ object: QuarantinedFile, into file: DurableFile, by system: String, at now: Date
    ) throws -> String {
        // An object that was released before, for instance before a restore, has this UID already.
        let uid = UID.derived(from: ["released", object.sopInstanceUID, object.sha256.hexadecimal])
        guard try workList.storedInstance(uid.description) == nil else { throw ReleaseError.sameAsStored }
        do {
            var coerced = try CoercedInstance(ofFile: scan, as: uid, by: system, at: Self.text(now))
            try coerced.write(file.write)
        } catch let obstacle as any OperatorError {
            throw ReleaseError.notRewritable("\(obstacle)")
        }
        return uid.description
    }

    private func admit(
        _ file: DurableFile, _ header: InstanceHeader, _ object: QuarantinedFile, reason: String, by actor: String,
        at now: Date
    ) throws -> String {
        let contents = file.contents
        let path = try workList.files.newInstancePath(at: now)
        try file.commit(as: workList.files.absolute(path))
        let leaving = QuarantineLeaving(object: object, reason: reason, actor: actor)
        do {
            let standing = try workList.admit(
                header, path: path, contents: contents, callingAETitle: object.callingAETitle.flatMap(AETitle.init),
                settleAt: now, rules: rules + [leaving], at: now)
            guard standing == .new else { throw IntakeError.storedMeanwhile }
        } catch {
            unlink(workList.files.absolute(path))
            throw error
        }
        return header.sopInstanceUID
    }

    /// A DT value in UTC.
    private static func text(_ date: Date) -> String {
        date.formatted(.iso8601).filter { $0.isNumber } + "+0000"
    }
}
