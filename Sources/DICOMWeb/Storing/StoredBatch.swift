import DICOMCore
import Dispatch
import Intake
import Platform
import Synchronization

/// Parts of a store request on their way into the work list: each on a thread, so that they share a commit, and in the order of the
/// body if one comes twice.
final class StoredBatch: Sendable {
    /// A complete part.
    struct Part: Sendable {
        let instance: ArrivingInstance
        let header: InstanceHeader
    }

    private let parts: [Part]
    private let group = DispatchGroup()
    /// Why some of them are not stored, by their index.
    private let refusals = Mutex<[Int: ArrivingInstance.Refusal]>([:])

    /// Begins to store the parts.
    init(_ parts: [Part], to intake: InstanceIntake, from caller: AETitle) {
        self.parts = parts
        let uids = Set(parts.map(\.header.sopInstanceUID))
        let places = uids.count == parts.count ? parts.indices.map { $0..<$0 + 1 } : [parts.indices]
        for places in places {
            group.enter()
            let admit = { @Sendable [self] in
                for index in places { self.admit(index, to: intake, from: caller) }
                group.leave()
            }
            do throws(PlatformError) {
                // One part alone needs no other thread.
                if parts.count == 1 { admit() } else { try OwnedThread.perform(name: "web-admit", admit) }
            } catch {
                // This thread does it if no other can be started.
                admit()
            }
        }
    }

    private func admit(_ index: Int, to intake: InstanceIntake, from caller: AETitle) {
        do throws(ArrivingInstance.Refusal) {
            try parts[index].instance.admit(to: intake, parts[index].header, from: caller)
        } catch {
            refusals.withLock { $0[index] = error }
        }
    }

    /// Waits until all parts are stored or refused.
    ///
    /// - Returns: each part in the order of the body, with why it is not stored.
    func outcomes() -> [(part: Part, refusal: ArrivingInstance.Refusal?)] {
        group.wait()
        return refusals.withLock { refusals in parts.enumerated().map { ($1, refusals[$0]) } }
    }
}
