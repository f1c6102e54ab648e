package import FoundationEssentials
import WorkList
package import WorkListDatabase

/// What is watched of the daemon, for metrics and health.
package struct MonitoredParts: Sendable {
    package let workList: WorkListStore
    /// C-STORE is refused while less than this is free.
    package let reserveBytes: Int
    /// Whether peers are answered.
    package let isListening: @Sendable () -> Bool
    /// Why no study is drafted; nil where the reporter is ready.
    package let whyNoDrafts: @Sendable () -> String?
    /// Loops that have not come round for too long, by name.
    package let stuckLoops: @Sendable () -> [String]
    /// When the certificate of the port with TLS ends; nil where there is none.
    package let certificateExpiry: @Sendable () -> Date?
    package let version: String
    /// Name and version of the model.
    package let model: String

    package init(
        workList: WorkListStore, reserveBytes: Int, isListening: @escaping @Sendable () -> Bool,
        whyNoDrafts: @escaping @Sendable () -> String?,
        stuckLoops: @escaping @Sendable () -> [String], certificateExpiry: @escaping @Sendable () -> Date?,
        version: String, model: String
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
