/// The settings of the collector of audit messages with their defaults: no collector.
package struct SyslogConfiguration: Sendable, Equatable {
    /// Name or numeric address; empty for none.
    package var host = ""
    package var port = 6514
    /// Paths of PEM files; empty if not set.
    package var authorities = ""
    package var certificate = ""
    package var key = ""
}

extension DaemonConfiguration {
    /// Checks that the collector has the files that it needs.
    func checkSyslog() throws(ConfigurationError) {
        guard !syslog.host.isEmpty else { return }
        guard !syslog.authorities.isEmpty else {
            throw .missingNeed(name: "audit.syslog.authorities", for: "audit.syslog.host")
        }
        guard syslog.certificate.isEmpty || !syslog.key.isEmpty else {
            throw .missingNeed(name: "audit.syslog.key", for: "audit.syslog.certificate")
        }
    }
}
