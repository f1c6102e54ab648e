import DICOMNetwork
import Logging

extension Configuration {
    /// This configuration with what of another one can change while the daemon runs.
    func takingUp(_ other: Configuration) -> Configuration {
        var next = self
        next.logLevel = other.logLevel
        next.peers = other.peers
        next.unknownPeers = other.unknownPeers
        next.reporterThreads = other.reporterThreads
        next.reporterMemoryMegabytes = other.reporterMemoryMegabytes
        next.reporterProcessorSeconds = other.reporterProcessorSeconds
        next.reporterWallSeconds = other.reporterWallSeconds
        return next
    }

    /// Names of the keys whose values are not those of another configuration, in their order.
    func keysDiffering(from other: Configuration) -> [String] {
        ConfigurationKey.all.filter { $0.value(self) != $0.value(other) }.map(\.name)
    }

    /// Says so where everybody is served.
    func warnOfLearning(_ logger: Logger) {
        guard unknownPeers == .learn else { return }
        logger.warning(
            "learn mode: callers that are no peers of the configuration are served",
            metadata: ["hint": "thoraxctl peers shows them; name them in the configuration and refuse the others"])
    }
}
