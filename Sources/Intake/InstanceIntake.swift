package import DICOMCore
import FoundationEssentials
import Glibc
package import OperatorErrors
package import Platform
package import WorkList
package import WorkListDatabase

/// Stores received instances durably, and decides when a study is complete.
///
/// It is called on the thread of the association that received the instance, and blocks until the bytes and their row
/// are on disk. Once `admit` has returned, the instance is never lost.
package final class InstanceIntake: Sendable {
    /// The outcome for an instance.
    package enum Admission: Equatable, Sendable {
        /// On disk and in the work list.
        case stored
        /// The same bytes are already stored. If their study has failed, it is retried.
        case alreadyStored
        /// The same image is stored in other bytes: class, study, series, patient and pixels agree. The first one stays
        /// and the new one is discarded; these attributes differ.
        case sameImage(differing: [Tag])
        /// Another object is stored under this SOP Instance UID. It stays; the new one is in quarantine.
        case quarantined(reason: String)
    }

    private let workList: WorkListStore
    /// Time without a new image after which a study counts as complete.
    private let quietPeriod: Duration
    private let rules: [any AdmissionRule]
    private let decoding: (any ImageDecoding)?

    /// - Parameters:
    ///   - rules: actions of other features for each admitted object.
    ///   - decoding: tells whether an image that arrives again in another compression is the same.
    package init(
        workList: WorkListStore, quietPeriod: Duration, rules: [any AdmissionRule] = [],
        decoding: (any ImageDecoding)? = nil
    ) {
        self.decoding = decoding
        self.workList = workList
        self.quietPeriod = quietPeriod
        self.rules = rules
    }

    /// A file for an instance that is about to arrive, on the file system where it will stay.
    package func newFile() throws(PlatformError) -> DurableFile {
        try DurableFile(in: workList.files.incoming)
    }

    /// Whether at least so many bytes are free on the file system of the state directory; if that is unknown, the disk
    /// counts as full.
    package func hasSpace(beyond reservedBytes: Int) -> Bool {
        ((try? Directory.freeBytes(at: workList.files.stateDirectory)) ?? 0) >= reservedBytes
    }

    /// Makes an instance durable and records it: fsync → rename → fsync of the directory → SQLite commit.
    ///
    /// - Parameters:
    ///   - file: a complete DICOM file (PS3.10); it is always removed from `incoming`.
    ///   - header: the scanned header of the file.
    ///   - peer: the peer that sent it; nil for a caller that is not configured.
    /// - Throws: `PlatformError`, `WorkListError` or `IntakeError`; nothing is stored then, and the response must make
    ///   the sender retry.
    package func admit(
        _ file: DurableFile, header: InstanceHeader, callingAETitle: AETitle, from peer: SendingPeer? = nil
    ) throws -> Admission {
        let clock = ContinuousClock()
        let start = clock.now
        do {
            let admission = try take(file, header, callingAETitle, peer)
            AdmissionCounters.count(admission, after: clock.now - start)
            return admission
        } catch {
            AdmissionCounters.countFailure(after: clock.now - start)
            throw error
        }
    }

    private func take(
        _ file: DurableFile, _ header: InstanceHeader, _ callingAETitle: AETitle, _ peer: SendingPeer?
    ) throws -> Admission {
        let contents = file.contents
        switch try workList.standing(of: header.sopInstanceUID, sha256: contents.sha256) {
        case .sameBytes:
            try keep(file, contents, as: header.sopInstanceUID)
            try workList.retryFailedStudy(of: header.sopInstanceUID, settleAt: settleAt)
            try workList.admitAgain(header, from: peer, rules: rules)
            return .alreadyStored
        case .otherBytes:
            let admission = try compare(file, contents, header, callingAETitle)
            if admission == .alreadyStored { try workList.admitAgain(header, from: peer, rules: rules) }
            return admission
        case .new:
            break
        }
        let path = try workList.files.newInstancePath()
        try file.commit(as: workList.files.absolute(path))
        do {
            let standing = try workList.admit(
                header, path: path, contents: contents, callingAETitle: callingAETitle, from: peer,
                settleAt: settleAt, rules: rules)
            if standing == .new { return .stored }
            // Another association stored the same UID between the look-up and the commit. Success is reported only if
            // the bytes are the same; otherwise the sender retries and the object goes to quarantine.
            unlink(workList.files.absolute(path))
            if standing == .sameBytes { return .alreadyStored }
            throw IntakeError.storedMeanwhile
        } catch let error as WorkListError {
            // An unlisted file is harmless, a row without its file is not: remove the file only if no row names it.
            if (try? workList.standing(of: header.sopInstanceUID, sha256: contents.sha256)) == .new {
                unlink(workList.files.absolute(path))
            }
            throw error
        }
    }

    /// Handles the same bytes received again: they replace a stored file that is missing or damaged.
    private func keep(_ file: DurableFile, _ contents: DurableFile.Contents, as sopInstanceUID: String) throws {
        let stored = try workList.storedInstance(sopInstanceUID)
        if let stored, (try? DurableFile.Contents(ofFileAt: stored.path)) != contents {
            try file.commit(as: stored.path)
        } else {
            file.discard()
        }
    }

    /// Handles other bytes under a stored SOP Instance UID.
    private func compare(
        _ file: DurableFile, _ contents: DurableFile.Contents, _ header: InstanceHeader, _ callingAETitle: AETitle
    ) throws -> Admission {
        guard let stored = try workList.storedInstance(header.sopInstanceUID) else { throw IntakeError.storedMeanwhile }
        let admission: Admission
        let comparison = ObjectComparison(stored: stored, decoding: decoding)
        switch comparison.outcome(for: ScanSource(file), at: file.temporaryPath, header) {
        case .other(let reason): return try quarantine(file, contents, header, callingAETitle, reason: reason)
        case .sameDataSet: admission = .alreadyStored
        case .sameImage(let differing): admission = .sameImage(differing: differing)
        }
        file.discard()
        if case .sameImage = admission { try workList.recordPatientChange(of: header) }
        try workList.retryFailedStudy(of: header.sopInstanceUID, settleAt: settleAt)
        return admission
    }

    /// When a study that received an image now counts as complete.
    private var settleAt: Date { Date() + quietPeriod / .seconds(1) }

    private func quarantine(
        _ file: DurableFile, _ contents: DurableFile.Contents, _ header: InstanceHeader, _ callingAETitle: AETitle,
        reason: String
    ) throws -> Admission {
        if try workList.isQuarantined(header.sopInstanceUID, sha256: contents.sha256) {
            file.discard()
            return .quarantined(reason: reason)
        }
        let path = workList.files.newQuarantinePath()
        try file.commit(as: workList.files.absolute(path))
        do {
            try workList.recordQuarantined(
                header, path: path, contents: contents, callingAETitle: callingAETitle,
                reason: "other bytes are stored under this SOP Instance UID: \(reason)")
        } catch {
            unlink(workList.files.absolute(path))
            throw error
        }
        return .quarantined(reason: reason)
    }
}

/// Why an instance was not admitted, beyond what `PlatformError` and `WorkListError` say.
package enum IntakeError: OperatorError {
    /// Two associations sent different bytes under one SOP Instance UID at the same moment.
    case storedMeanwhile

    package var description: String { "another association stored this SOP Instance UID at the same moment" }
    package var fault: FaultKind { .busy }
    package var hint: String { "the sender retries by itself; find out why two devices use the same UID" }
}
