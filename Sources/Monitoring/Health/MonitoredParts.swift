package import FoundationEssentials
import WorkList
package import WorkListDatabase

/// The parts of the daemon that metrics and health report on.
package struct MonitoredParts: Sendable {
    package let workList: WorkListStore
    /// C-STORE is refused while less than this is free.
    package let reserveBytes: Int
    /// Whether the node accepts associations.
    package let isListening: @Sendable () -> Bool
    /// Why no studies are drafted; nil if the reporter is ready.
    package let whyNoDrafts: @Sendable () -> String?
    /// Names of the loops that make no progress.
    package let stuckLoops: @Sendable () -> [String]
    /// When the first of our certificates expires; nil without one.
    package let certificateExpiry: @Sendable () -> Date?
    package let version: String
    /// Name and version of the model that drafts are made with.
    package let model: @Sendable () -> String

    package init(
        workList: WorkListStore, reserveBytes: Int, isListening: @escaping @Sendable () -> Bool,
        whyNoDrafts: @escaping @Sendable () -> String?,
        stuckLoops: @escaping @Sendable () -> [String], certificateExpiry: @escaping @Sendable () -> Date?,
        version: String, model: @autoclosure @escaping @Sendable () -> String
    ) {
        self.workList = workList
        self.reserveBytes = reserveBytes
        self.isListening = isListening
        self.whyNoDrafts = whyNoDrafts
        self.stuckLoops = stuckLoops
        self.certificateExpiry = certificateExpiry
        self.version = version
        self.model = model
    }

    var stateDirectory: String { workList.files.stateDirectory }
}
