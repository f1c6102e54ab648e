package import DICOMNetwork
package import Logging
package import Platform
import Synchronization
package import WorkListDatabase

/// Delivers the documents in the outbox, with one lane per destination.
package final class DeliveryService: Sendable {
    private let lanes: Lanes
    private let current: Mutex<[DeliveryLane]>
    private let makeLane: @Sendable (Peer) -> DeliveryLane
    private let workList: WorkListStore
    private let logger: Logger

    /// Requeues deliveries that an earlier daemon left in progress, and gives up deliveries to peers that are no longer
    /// destinations.
    ///
    /// - Parameters:
    ///   - peers: every configured peer; those with forms and a host are destinations.
    ///   - requestor: opens the associations with them.
    package init(
        to peers: [Peer], through requestor: AssociationRequestor, workList: WorkListStore,
        backOff: BackOff = .delivery, logger: Logger
    ) throws {
        let interrupted = try workList.returnOutboxClaims()
        if interrupted > 0 {
            logger.notice("interrupted deliveries requeued", metadata: ["count": "\(interrupted)"])
        }
        self.workList = workList
        self.logger = logger
        makeLane = { DeliveryLane(to: $0, requestor: requestor, workList: workList, backOff: backOff, logger: logger) }
        let first = Self.destinations(among: peers).map(makeLane)
        current = Mutex(first)
        lanes = Lanes("delivery", first)
        try giveUpOthers()
        workList.whenRowsCome(.toDeliver) { [weak lanes] in lanes?.wake() }
    }

    /// Heartbeat of the loop that starts lanes.
    package var heartbeat: Heartbeat { lanes.heartbeat }

    /// Delivers until `stop()` and returns within two seconds of it, whatever the peers do. A delivery in progress is
    /// requeued at the next start.
    package func run() async throws {
        try await OwnedThread.run(name: "delivery") { [lanes] in try lanes.run() }
    }

    /// Ends `run`; callable from any thread.
    package func stop() { lanes.stop() }

    /// Makes the lanes check for rows that the reporter process has added to the outbox; callable from any thread.
    package func wake() { lanes.wake() }

    /// Applies a new list of peers. The lane of an unchanged destination keeps running; the lane of a changed or
    /// removed one ends after the current object.
    package func change(to peers: [Peer]) {
        current.withLock { current in
            current = Self.destinations(among: peers).map { peer in
                current.first { $0.peer == peer } ?? makeLane(peer)
            }
            lanes.replace(with: current)
        }
    }

    /// Whether every lane of a removed or changed peer has ended.
    package var hasSettled: Bool { lanes.hasOnly(current.withLock { $0 }) }

    /// Gives up deliveries that are pending for peers that are no longer destinations. Blocks.
    package func giveUpOthers() throws {
        let names = current.withLock { Set($0.map(\.peer.name)) }
        let gone = try workList.failOutbox(forOthersThan: names, reason: "no such destination in the configuration")
        for (name, count) in gone.sorted(by: { $0.key < $1.key }) {
            IncidentLog("delivery", in: workList, logger: logger).report(
                "\(name): \(count) not delivered: no such destination",
                hint: "add the peer to the configuration, then run: thoraxctl outbox retry --destination \(name)")
        }
    }

    private static func destinations(among peers: [Peer]) -> [Peer] {
        peers.filter { $0.host != nil && !$0.forms.isEmpty }
    }
}

extension AwaitedRows {
    /// Rows added to the outbox.
    fileprivate static let toDeliver = AwaitedRows(of: ["outbox"])
}
