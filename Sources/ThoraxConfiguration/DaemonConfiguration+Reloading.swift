import DICOMNetwork
package import Logging

extension DaemonConfiguration {
    /// This configuration with the peers and every reloadable key of another one.
    package func applying(_ other: DaemonConfiguration) -> DaemonConfiguration {
        var next = self
        next.peers = other.peers
        for key in ConfigurationKey.all where key.isReloadable { key.copy(&next, other) }
        return next
    }

    /// Names of the keys whose values are not those of another configuration, in their order.
    package func keysDiffering(from other: DaemonConfiguration) -> [String] {
        ConfigurationKey.all.filter { $0.value(self) != $0.value(other) }.map(\.name)
    }

    /// Warns if unknown callers are served.
    package func warnOfLearning(_ logger: Logger) {
        guard unknownPeers == .learn else { return }
        logger.warning(
            "learn mode: callers that are not in the list of peers are served",
            metadata: ["hint": "thoraxctl peers shows them; name them in the configuration and refuse the others"])
    }
}
