package import DICOMNetwork
package import Logging
package import Platform
import Synchronization
package import WorkListDatabase

/// Sends what the outbox holds to where it belongs: one lane for each destination.
package final class DeliveryService: Sendable {
    private let lanes: Lanes
    private let current: Mutex<[DeliveryLane]>
    private let makeLane: @Sendable (Peer) -> DeliveryLane
    private let workList: WorkListStore
    private let logger: Logger

    /// Puts what a former daemon was sending back in line, and gives up what waits for a peer that is no destination
    /// any more.
    ///
    /// - Parameters:
    ///   - peers: every configured peer; those with forms and a host are destinations.
    ///   - requestor: calls them.
    package init(
        to peers: [Peer], through requestor: AssociationRequestor, workList: WorkListStore,
        backOff: BackOff = .delivery, logger: Logger
    ) throws {
        let interrupted = try workList.returnOutboxClaims()
        if interrupted > 0 {
            logger.notice("interrupted deliveries are queued again", metadata: ["count": "\(interrupted)"])
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

    /// Of the loop that begins lanes.
    package var heartbeat: Heartbeat { lanes.heartbeat }

    /// Delivers until `stop()`; returns within two seconds of it, whatever the peers do. What a lane was sending goes
    /// back in line at the next start.
    package func run() async throws {
        try await OwnedThread.run(name: "delivery") { [lanes] in try lanes.run() }
    }

    /// Ends `run`, from any thread.
    package func stop() { lanes.stop() }

    /// Has the lanes look for what the reporter process has put in the outbox; from any thread.
    package func wake() { lanes.wake() }

    /// Goes on with these peers: a destination that is as before is not disturbed, one that has changed or gone ends
    /// after the object in progress.
    package func change(to peers: [Peer]) {
        current.withLock { current in
            current = Self.destinations(among: peers).map { peer in
                current.first { $0.peer == peer } ?? makeLane(peer)
            }
            lanes.replace(with: current)
        }
    }

    /// Whether every lane of former peers has ended.
    package var hasSettled: Bool { lanes.hasOnly(current.withLock { $0 }) }

    /// Gives up what waits for a peer that is no destination any more. Blocks.
    package func giveUpOthers() throws {
        let names = current.withLock { Set($0.map(\.peer.name)) }
        let gone = try workList.failOutbox(forOthersThan: names, reason: "no such destination in the configuration")
        for (name, count) in gone.sorted(by: { $0.key < $1.key }) {
            IncidentLog("delivery", in: workList, logger: logger).report(
                "\(name): \(count) not delivered: no such destination",
                hint: "name the peer in the configuration, then: thoraxctl outbox retry --destination \(name)")
        }
    }

    private static func destinations(among peers: [Peer]) -> [Peer] {
        peers.filter { $0.host != nil && !$0.forms.isEmpty }
    }
}

extension AwaitedRows {
    /// Documents for destinations.
    fileprivate static let toDeliver = AwaitedRows(of: ["outbox"])
}
