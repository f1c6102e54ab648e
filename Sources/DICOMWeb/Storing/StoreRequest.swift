import Auditing
import DICOMCore
import DICOMWebEncoding
import Intake
import Platform
import Synchronization

/// One store request (PS3.18 10.5) while its body arrives. Its methods block, and are called one after the other.
///
/// Parts that are complete wait for each other up to a number, and then go into the work list together: writers that come
/// at the same time share one commit (`GroupCommit`). Meanwhile the next parts arrive; one batch at a time is on its way to disk.
final class StoreRequest: Sendable {
    /// Parts that wait.
    private static let batchSize = 16
    /// Bytes of a part after which the free space is checked again.
    private static let checkInterval = 16 << 20

    fileprivate struct State {
        /// The part that arrives; nil for one that is refused already.
        var arriving: ArrivingInstance?
        var refusal: ArrivingInstance.Refusal?
        var nextCheck = 0
        var waiting: [StoredBatch.Part] = []
        /// Parts on their way into the work list.
        var batch: StoredBatch?
        var waitingUIDs: Set<String> = []
        var response = StoreInstancesResponse()
        var refusals: [String] = []
        var refused: [RefusedParts.Part] = []
        var otherTypes = 0
    }

    private let intake: InstanceIntake
    private let reservedBytes: Int
    private let caller: AETitle
    /// The study of the path, if it has one.
    private let study: String?
    private let parser: Mutex<MultipartParser>
    private let state = Mutex(State())

    init(intake: InstanceIntake, reservedBytes: Int, caller: AETitle, study: String?, boundary: String) {
        self.intake = intake
        self.reservedBytes = reservedBytes
        self.caller = caller
        self.study = study
        parser = Mutex(MultipartParser(boundary: boundary))
    }

    /// Takes the next bytes of the body.
    func take(_ bytes: [UInt8]) throws {
        try parser.withLock { parser in
            try parser.take(bytes) { event in
                switch event {
                case .begin(let fields): begin(fields)
                case .bytes(let bytes): write(bytes)
                case .end: end()
                }
            }
        }
    }

    /// The outcome of the parts, once the body has ended.
    struct Outcome: Sendable {
        let response: StoreInstancesResponse
        /// Reasons in words, for a Warning header.
        let refusals: [String]
        /// The refused parts for the audit trail.
        let audited: [AuditOccurrence.StoreRefusal]
    }

    /// Stores the complete parts that wait. Stored parts stay stored, also if the body breaks off.
    func settle() -> Outcome {
        admitWaiting()
        awaitBatch()
        return state.withLock { state in
            state.arriving?.discard()
            state.arriving = nil
            let refused = RefusedParts(state.refused, stored: state.response.storedCount)
            return Outcome(response: state.response, refusals: state.refusals, audited: refused.byStudy)
        }
    }

    /// Checks that the body is complete, and that something in it was of a type that is stored.
    func finish() throws {
        try parser.withLock { try $0.finish() }
        let onlyOthers = state.withLock {
            $0.otherTypes > 0 && $0.response.storedCount == 0 && $0.waiting.isEmpty && $0.batch == nil
        }
        let parts = parser.withLock { $0.parts }
        if onlyOthers, state.withLock({ $0.otherTypes == parts }) { throw MultipartError.otherType }
    }

    private func begin(_ fields: [String: String]) {
        state.withLock { state in
            (state.arriving, state.refusal, state.nextCheck) = (nil, nil, StoreRequest.checkInterval)
            guard MultipartType.isDICOM(fields["content-type"]) else {
                state.otherTypes += 1
                state.refusal = .init(reason: .notUnderstood, text: "a part is not application/dicom")
                return
            }
            guard intake.hasSpace(beyond: reservedBytes) else {
                state.refusal = .init(reason: .outOfResources, text: "the free space is below the reserve")
                return
            }
            do throws(PlatformError) { state.arriving = try ArrivingInstance(intake) } catch {
                state.refusal = .init(reason: .outOfResources, text: error.description)
            }
        }
    }

    private func write(_ bytes: ArraySlice<UInt8>) {
        state.withLock { state in
            guard let arriving = state.arriving else { return }
            arriving.write(bytes)
            guard arriving.byteCount >= state.nextCheck else { return }
            state.nextCheck += StoreRequest.checkInterval
            guard !intake.hasSpace(beyond: reservedBytes) else { return }
            arriving.discard()
            state.arriving = nil
            state.refusal = .init(reason: .outOfResources, text: "the free space is below the reserve")
        }
    }

    private func end() {
        let isFull = state.withLock { state in
            defer { (state.arriving, state.refusal) = (nil, nil) }
            guard let arriving = state.arriving, state.refusal == nil else {
                let refusal = state.refusal ?? .init(reason: .processing, text: "a part could not be kept")
                state.refuse(nil, refusal)
                return false
            }
            var header: InstanceHeader?
            do throws(ArrivingInstance.Refusal) {
                let read = try arriving.header()
                header = read
                try check(read)
                // The same UID twice must not be stored at the same moment.
                let isNew = state.waitingUIDs.insert(read.sopInstanceUID).inserted
                arriving.beginWriting()
                state.waiting.append(.init(instance: arriving, header: read))
                return !isNew || state.waiting.count >= StoreRequest.batchSize
            } catch {
                arriving.discard()
                state.refuse(header, error)
                return false
            }
        }
        if isFull { admitWaiting() }
    }

    private func check(_ header: InstanceHeader) throws(ArrivingInstance.Refusal) {
        let isImage = SOPClass.storedImages.contains { $0.description == header.sopClassUID }
        let isDocument = SOPClass.storedDocuments.contains { $0.description == header.sopClassUID }
        guard isImage || isDocument else {
            throw .init(reason: .classNotSupported, text: "the SOP class is not accepted")
        }
        let syntaxes = isImage ? TransferSyntax.all : TransferSyntax.ofDocuments
        guard syntaxes.contains(where: { $0.uid.description == header.transferSyntaxUID }) else {
            throw .init(reason: .syntaxNotSupported, text: "the transfer syntax is not accepted for the SOP class")
        }
        guard study == nil || study == header.studyInstanceUID else {
            throw .init(reason: .otherStudy, text: "the instance is of another study than the path")
        }
    }

    /// Begins to store the parts that wait, once those before them are stored.
    private func admitWaiting() {
        awaitBatch()
        let waiting = state.withLock { state in
            defer { (state.waiting, state.waitingUIDs) = ([], []) }
            return state.waiting
        }
        guard !waiting.isEmpty else { return }
        let batch = StoredBatch(waiting, to: intake, from: caller)
        state.withLock { $0.batch = batch }
    }

    /// Waits for the parts on their way, and notes what became of them.
    private func awaitBatch() {
        guard let batch = state.withLock({ $0.batch }) else { return }
        let outcomes = batch.outcomes()
        state.withLock { state in
            state.batch = nil
            for (part, refusal) in outcomes {
                if let refusal {
                    state.refuse(part.header, refusal)
                } else {
                    state.response.stored(part.header)
                }
            }
        }
    }
}

extension StoreRequest.State {
    fileprivate mutating func refuse(_ header: InstanceHeader?, _ refusal: ArrivingInstance.Refusal) {
        if let header {
            response.failed(header, refusal.reason)
        } else {
            response.failed(refusal.identity, refusal.reason)
        }
        refused.append(
            .init(
                study: header?.studyInstanceUID, sopClass: header?.sopClassUID ?? refusal.identity?.sopClassUID,
                reason: refusal.reason))
        if refusals.count < 8, !refusals.contains(refusal.text) { refusals.append(refusal.text) }
    }
}
