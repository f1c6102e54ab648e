package import DICOMCore
package import DICOMNetwork
package import Logging
package import Platform
package import WorkListDatabase

/// Delivers the documents in the outbox, with one lane per destination.
package final class DeliveryService: Sendable {
    /// The destinations' lanes. A delivery in progress when they stop is requeued at the next start.
    package let lanes: PeerLanes
    private let workList: WorkListStore
    private let logger: Logger

    /// Requeues deliveries that an earlier daemon left in progress, and gives up deliveries to peers that are no longer
    /// destinations.
    ///
    /// - Parameters:
    ///   - peers: every configured peer; those with forms and a host are destinations.
    ///   - requestor: opens the associations with them.
    ///   - decoding: decodes compressed images for destinations that take uncompressed ones only.
    package init(
        to peers: [Peer], through requestor: AssociationRequestor, decoding: (any ImageDecoding)? = nil,
        workList: WorkListStore, backOff: BackOff = .delivery, logger: Logger
    ) throws {
        let interrupted = try workList.returnOutboxClaims()
        if interrupted > 0 {
            logger.notice("interrupted deliveries requeued", metadata: ["count": "\(interrupted)"])
        }
        self.workList = workList
        self.logger = logger
        lanes = PeerLanes("delivery", among: peers, where: { $0.host != nil && !$0.forms.isEmpty }) {
            DeliveryLane(
                to: $0, requestor: requestor, decoding: decoding, workList: workList, backOff: backOff, logger: logger)
        }
        try giveUpOthers()
        workList.whenRowsCome(.toDeliver) { [weak lanes] in lanes?.wake() }
    }

    /// Gives up deliveries that are pending for peers that are no longer destinations. Blocks.
    package func giveUpOthers() throws {
        let names = Set(lanes.peers.map(\.name))
        let gone = try workList.failOutbox(forOthersThan: names, reason: "no such destination in the configuration")
        // Nothing delivers what failed earlier any more: it is no open incident, and the outbox still shows it.
        try workList.closeIncidents(Incident.Cause.deliveries, except: names)
        for (name, count) in gone.sorted(by: { $0.key < $1.key }) {
            IncidentLog("delivery", in: workList, logger: logger).report(
                "\(name): \(count) not delivered: no such destination",
                hint:
                    "if they are to be delivered, add the peer to the configuration, then run: thoraxctl outbox retry "
                    + "--destination \(name)")
        }
    }
}

extension AwaitedRows {
    /// Rows added to the outbox.
    fileprivate static let toDeliver = AwaitedRows(of: ["outbox"])
}
