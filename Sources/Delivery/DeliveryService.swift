package import DICOMNetwork
package import Logging
import Platform
package import WorkList

/// Sends what the outbox holds to where it belongs: one lane for each destination.
package final class DeliveryService: Sendable {
    private let lanes: Lanes

    /// Puts what a former daemon was sending back in line, and gives up what waits for a peer that is no destination
    /// any more.
    ///
    /// - Parameters:
    ///   - peers: every configured peer; those with forms and a host are destinations.
    ///   - requestor: calls them.
    package init(
        to peers: [Peer], through requestor: AssociationRequestor, workList: WorkListStore,
        pauses: DeliveryPauses = DeliveryPauses(), logger: Logger
    ) throws {
        let destinations = peers.filter { $0.host != nil && !$0.forms.isEmpty }
        let interrupted = try workList.returnOutboxClaims()
        if interrupted > 0 {
            logger.notice("interrupted deliveries are queued again", metadata: ["count": "\(interrupted)"])
        }
        let gone = try workList.failOutbox(
            forOthersThan: Set(destinations.map(\.name)), reason: "no such destination in the configuration")
        for (name, count) in gone.sorted(by: { $0.key < $1.key }) {
            logger.error(
                "not delivered: no such destination", metadata: ["destination": "\(name)", "count": "\(count)"])
            try workList.record(
                Incident(
                    source: "delivery", message: "\(name): \(count) not delivered: no such destination",
                    hint: "name the peer in the configuration, then: thoraxctl outbox retry --destination \(name)"))
        }
        lanes = Lanes(
            destinations.map {
                DeliveryLane(to: $0, requestor: requestor, workList: workList, pauses: pauses, logger: logger)
            })
    }

    /// Delivers until `stop()`; returns within two seconds of it, whatever the peers do. What a lane was sending goes
    /// back in line at the next start.
    package func run() async throws {
        try await OwnedThread.run(name: "delivery") { [lanes] in try lanes.run() }
    }

    /// Ends `run`, from any thread.
    package func stop() { lanes.stop() }
}
