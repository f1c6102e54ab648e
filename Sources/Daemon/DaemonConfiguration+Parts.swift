import Auditing
import DICOMCore
import DICOMNetwork
import DICOMServices
import Decoding
import FoundationEssentials
import Glibc
import Logging
import Reporting
import ThoraxConfiguration
import WorkListDatabase

/// The settings of each part of the daemon.
extension DaemonConfiguration {
    /// Settings of the DICOM node.
    ///
    /// - Parameter directory: the peers, which a reload replaces.
    func node(knowing directory: PeerDirectory) -> DICOMNode.Settings {
        var settings = DICOMNode.Settings(aeTitle: aeTitle)
        settings.checksCalledAETitle = checkCalledAETitle
        settings.address = dicomAddress
        settings.port = dicomPort
        settings.secure = tls.port.map {
            DICOMNode.Settings.SecureEndpoint(
                port: $0, files: tls.files, requiresClientCertificate: tls.requiresClientCertificate)
        }
        settings.associationLimit = maximumAssociations
        settings.deadlines.idle = Int32(clamping: idleSeconds * 1000)
        settings.peers = directory
        settings.reservedBytes = reserveMegabytes << 20
        return settings
    }

    /// Decodes images for peers that take uncompressed ones only, with the limits of the reporter's decoders.
    ///
    /// - Parameter folder: where uncompressed copies are while they are sent.
    func imageDecoders(copiesIn folder: String) -> ImageDecoders {
        ImageDecoders(
            DecoderSettings(reporterProcess(logLevel: .info)), folder: folder, reservedBytes: reserveMegabytes << 20)
    }

    /// Settings of the reporter process.
    func reporterProcess(logLevel: Logger.Level) -> ReporterConfiguration {
        var reporter = ReporterConfiguration(
            stateDirectory: stateDirectory, model: model, aeTitle: aeTitle.description, limits: reporter,
            routes: peers.filter { !$0.forms.isEmpty }.map {
                .init(destination: $0.name, aeTitle: $0.aeTitle.description, forms: $0.forms)
            }, logLevel: logLevel.rawValue)
        reporter.defaultCharacterSet = defaultCharacterSet
        return reporter
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

    /// The lane that sends the audit trail to the collector; nil without a configured collector. Certificates that cannot be
    /// used delay only the messages.
    func syslogLane(from workList: WorkListStore, logger: Logger) -> SyslogLane? {
        guard !syslog.host.isEmpty else { return nil }
        let files = TLSFiles(certificate: syslog.certificate, key: syslog.key, authorities: syslog.authorities)
        return SyslogLane(
            to: .init(
                host: syslog.host, port: UInt16(clamping: syslog.port),
                security: .callingRequestor(files, logger: logger)),
            source: auditSource, workList: workList, logger: logger)
    }
}
