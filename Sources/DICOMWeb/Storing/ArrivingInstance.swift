import DICOMCore
import DICOMWebEncoding
import Glibc
import Intake
import OperatorErrors
import Platform
import Synchronization

/// A part of a store request: it goes to disk as it arrives, and into the work list by the same way as an object of C-STORE.
final class ArrivingInstance: Sendable {
    private let file: Mutex<DurableFile>

    init(_ intake: InstanceIntake) throws(PlatformError) { file = Mutex(try intake.newFile()) }

    func write(_ bytes: ArraySlice<UInt8>) { file.withLock { file in bytes.withUnsafeBytes { file.write($0) } } }

    /// Begins to write a complete part to disk, so that less is left to wait for when it is stored.
    func beginWriting() { file.withLock { $0.beginWriting() } }

    var byteCount: Int { file.withLock { $0.byteCount } }

    /// Why a part is not stored.
    struct Refusal: Error {
        let reason: StoreInstancesResponse.Reason
        let text: String
        /// What the file says it holds, if its header cannot be read.
        var identity: PartIdentity?
    }

    /// Reads the header of the complete file.
    func header() throws(Refusal) -> InstanceHeader {
        let result: Result<InstanceHeader, Refusal> = file.withLock { file in
            if let failure = file.failure { return .failure(.init(reason: .outOfResources, text: failure.description)) }
            var source = ArrivingInstance.source(file)
            do throws(HeaderScanError) {
                let location = try FileMetaInformation.Location(in: &source)
                return .success(
                    try InstanceHeader(
                        scanning: &source, from: location.dataSetOffset, transferSyntax: location.transferSyntax))
            } catch {
                let identity = PartIdentity(in: &source)
                if case .unknownTransferSyntax(.some) = error {
                    return .failure(.init(reason: .syntaxNotSupported, text: error.description, identity: identity))
                }
                let isUnread = error.fault == .outOfResources
                return .failure(
                    .init(
                        reason: isUnread ? .outOfResources : .notUnderstood, text: error.description,
                        identity: identity))
            }
        }
        return try result.get()
    }

    private static func source(_ file: DurableFile) -> ScanSource {
        ScanSource(count: file.byteCount) { offset, size throws(HeaderScanError) in
            do { return try file.read(at: offset, size: size) } catch { throw .unreadable(errno: EIO) }
        }
    }

    /// Makes the instance durable; returns when it is on disk and in the work list.
    func admit(to intake: InstanceIntake, _ header: InstanceHeader, from caller: AETitle) throws(Refusal) {
        do {
            let admission = try file.withLock { file in
                try intake.admit(file, header: header, callingAETitle: caller)
            }
            if case .quarantined(let reason) = admission {
                throw Refusal(reason: .duplicate, text: "another object has this UID: \(reason)")
            }
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            let error = error.asOperatorError
            throw Refusal(
                reason: error.fault == .outOfResources ? .outOfResources : .processing, text: error.description)
        }
    }

    func discard() { file.withLock { $0.discard() } }
}
