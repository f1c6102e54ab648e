package import FoundationEssentials
package import Logging
package import WorkListDatabase

/// Removes transactions of storage commitment that have long ended.
package struct CommitmentExpiry: Sendable {
    /// How long a transaction stays after its last change. A report that a peer sends later than this is unknown.
    package static let life: TimeInterval = 90 * 86_400

    private let workList: WorkListStore
    private let logger: Logger
    private let outage: RepeatedCondition

    package init(workList: WorkListStore, logger: Logger) {
        self.workList = workList
        self.logger = logger
        outage = RepeatedCondition(logger: logger, end: "old transactions of storage commitment are removed again")
    }

    /// Removes what is due, a few at a time. Blocks; logs its own errors.
    package func round(at now: Date) {
        outage.watch("old transactions of storage commitment cannot be removed") {
            var removed = 0
            while true {
                let count = try workList.expireCommitments(before: now - Self.life)
                removed += count
                if count == 0 { break }
            }
            if removed > 0 {
                logger.info("old transactions of storage commitment removed", metadata: ["count": "\(removed)"])
            }
        }
    }
}
