import DICOMCore
import DICOMNetwork
import FoundationEssentials
import OperatorErrors
import Synchronization
import WorkListDatabase

/// Records callers until they are written to the work list. It is in memory, so that no association waits for the disk,
/// and bounded, so that invented titles cannot fill it.
final class CallerLog: Sendable {
    private struct Key: Hashable {
        let callingAETitle: String
        let address: String

        init(callingAETitle: String, address: String) {
            self.callingAETitle = callingAETitle
            self.address = address
        }

        init(_ request: AssociationRequest) {
            self.init(callingAETitle: request.printableCallingAETitle, address: request.address)
        }
    }

    /// Maximum number of abstract syntaxes kept of one request, and of characters of a refusal.
    private static let askedLimit = 32
    private static let refusalLimit = 400

    private let callers = Mutex<[Key: Caller]>([:])
    /// Counts refused objects; a sender that repeats them is an incident.
    let refused: RefusedObjects

    init(refused: RefusedObjects) { self.refused = refused }

    /// Records a request for an association.
    ///
    /// - Parameters:
    ///   - peer: the configured peer, if the caller is one.
    ///   - permissions: the permissions that the request needs.
    ///   - refusal: why it was refused; `nil` if it was accepted.
    func record(
        _ request: AssociationRequest, peer: Peer?, needing permissions: Set<Peer.Permission>, refusal: String?
    ) {
        change(Key(request), peer: peer) { caller in
            caller.calledAETitle = request.printableCalledAETitle
            caller.implementation = request.printableImplementation
            caller.asked = Array(Set(request.contexts.map(\.abstractSyntaxName)).sorted().prefix(Self.askedLimit))
            caller.needed = Peer.Permission.allCases.filter(permissions.contains).map(\.rawValue)
            if let refusal {
                caller.refused += 1
                caller.refusal = String(refusal.prefix(Self.refusalLimit))
                caller.refusedAt = caller.lastSeenAt
            } else {
                caller.accepted += 1
            }
        }
    }

    /// Records a connection that failed before an association, for a reason that an operator can fix.
    func record(address: String, refusal: String) {
        change(Key(callingAETitle: "", address: address), peer: nil) { caller in
            caller.refused += 1
            caller.refusal = String(refusal.prefix(Self.refusalLimit))
            caller.refusedAt = caller.lastSeenAt
        }
    }

    /// Records that an object of an association was refused: `thoraxctl` shows the latest refusal of each caller.
    func record(_ request: AssociationRequest, peer: Peer?, objectRefused reason: any OperatorError) {
        let sender = "\(request.printableCallingAETitle) at \(request.address)"
        refused.count(reason, from: peer.map { "\($0.name), \(sender)" } ?? sender)
        change(Key(request), peer: peer) { caller in
            caller.refusal = String("object refused: \(reason)".prefix(Self.refusalLimit))
            caller.refusedAt = caller.lastSeenAt
        }
    }

    /// Adds the number of objects that a finished association stored.
    func addStored(_ count: Int, by request: AssociationRequest, peer: Peer?) {
        if count > 0 { change(Key(request), peer: peer) { $0.stored += count } }
    }

    /// Returns and clears the callers recorded since the last call.
    func take() -> [Caller] {
        callers.withLock { callers in
            defer { callers = [:] }
            return callers.values.sorted { $0.lastSeenAt < $1.lastSeenAt }
        }
    }

    private func change(_ key: Key, peer: Peer?, _ body: (inout Caller) -> Void) {
        let now = Date()
        callers.withLock { callers in
            guard callers[key] != nil || peer != nil || hasRoom(for: key, in: callers) else { return }
            var caller =
                callers[key] ?? Caller(callingAETitle: key.callingAETitle, address: key.address, at: now)
            caller.peer = peer?.name
            caller.lastSeenAt = now
            body(&caller)
            callers[key] = caller
        }
    }

    /// Whether there is room for one more unknown caller until the next write.
    private func hasRoom(for key: Key, in callers: [Key: Caller]) -> Bool {
        let unknown = callers.values.lazy.filter { $0.peer == nil }
        return unknown.count(where: { _ in true }) < WorkListStore.unknownCallerLimit
            && unknown.count(where: { $0.address == key.address }) < WorkListStore.unknownCallersOfOneAddress
    }
}
