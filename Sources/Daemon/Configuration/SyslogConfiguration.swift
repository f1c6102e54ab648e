import Auditing
import DICOMCore
import DICOMNetwork
import Glibc
import Logging
import WorkList

/// What an operator can set of the collector that audit messages go to, with its defaults: none.
package struct SyslogConfiguration: Sendable, Equatable {
    /// Name or numeric address; empty for none.
    package var host = ""
    package var port = 6514
    /// Paths of PEM files; empty where there is none.
    package var authorities = ""
    package var certificate = ""
    package var key = ""
}

extension Configuration {
    /// What is missing for the collector.
    func checkSyslog() throws(ConfigurationError) {
        guard !syslog.host.isEmpty else { return }
        guard !syslog.authorities.isEmpty else {
            throw .missingNeed(name: "audit.syslog.authorities", for: "audit.syslog.host")
        }
        guard syslog.certificate.isEmpty || !syslog.key.isEmpty else {
            throw .missingNeed(name: "audit.syslog.key", for: "audit.syslog.certificate")
        }
    }

    /// This daemon as its audit messages name it.
    var auditSource: AuditSource {
        var name = [CChar](repeating: 0, count: 256)
        let isNamed = gethostname(&name, name.count - 1) == 0
        let host = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return AuditSource(
            aeTitle: aeTitle.description, host: isNamed ? host : "unknown", processID: getpid(),
            peers: Dictionary(
                uniqueKeysWithValues: peers.map {
                    ($0.name, AuditSource.Peer(aeTitle: $0.aeTitle.description, host: $0.host))
                }))
    }

    /// Hands the audit trail to the collector; nil where there is none.
    ///
    /// - Throws: where the certificates cannot be used.
    func syslogLane(from workList: WorkListStore, logger: Logger) throws(NetworkError) -> SyslogLane? {
        guard !syslog.host.isEmpty else { return nil }
        let files = TLSFiles(certificate: syslog.certificate, key: syslog.key, authorities: syslog.authorities)
        return SyslogLane(
            to: .init(
                host: syslog.host, port: UInt16(clamping: syslog.port),
                security: try .requestor(files, logger: logger)),
            source: auditSource, workList: workList, logger: logger)
    }
}
