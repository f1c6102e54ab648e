package import DICOMCore
package import DICOMNetwork
package import FilmSelection
package import Logging
package import Reporting
package import Retention

/// Everything an operator can set, with its default. Parsed once at start and never changed.
package struct DaemonConfiguration: Sendable, Equatable {
    package var stateDirectory = "/var/lib/thoraxd"
    package var source = ConfigurationSource()
    /// Directory of the model bundle.
    package var model = "/usr/share/thoraxd/model"
    package var logLevel = "info"

    package var aeTitle = AETitle.thoraxd
    /// Refuse associations that call another AE title.
    package var checkCalledAETitle = true
    /// Address to listen on; `0.0.0.0` is every IPv4 interface, `::` every interface.
    package var dicomAddress = "0.0.0.0"
    /// 0 lets the system choose, and the log names the port; `nil` serves only over TLS.
    package var dicomPort: UInt16? = 11112
    package var tls = TLSConfiguration()
    package var maximumAssociations = 25
    /// How long a peer may hold an association without a message.
    package var idleSeconds = 60
    /// Defined terms for text that declares none; empty for UTF-8, else ISO_IR 100.
    package var defaultCharacterSet = ""
    package var unknownPeers = UnknownPeers.refuse
    package var peers: [Peer] = []
    package var syslog = SyslogConfiguration()
    package var retention = RetentionPolicy()

    /// Storage is refused (A700) while less than this is free.
    package var reserveMegabytes = 1024
    /// A C-FIND with more matches is answered with this many and A700.
    package var maximumResults = 1000
    /// A study counts as complete when no image has come for this long.
    package var quietPeriodSeconds = 45
    package var eligibility = Eligibility()

    package var reporter = ReporterLimits()

    /// Minutes for which a reviewer who opens a draft holds it.
    package var reviewClaimMinutes = 30
    /// Seconds for which a verdict on the review page can be withdrawn.
    package var reviewUndoSeconds = 10
    /// Share of studies whose drafts are shown only after a first impression, in percent.
    package var reviewBlindPercent = 0

    package var web = WebConfiguration()

    /// Address on which metrics and health are served.
    package var metricsAddress = "127.0.0.1"
    /// 0 lets the system choose; `nil` serves none.
    package var metricsPort: UInt16?

    package init() {}

    /// A requestor with this node's title, and with its certificate if a peer is called over TLS.
    ///
    /// - Throws: if the certificate cannot be used.
    package func requestor(logger: Logger) throws(NetworkError) -> AssociationRequestor {
        let isNeeded = peers.contains { $0.usesTLS && $0.host != nil }
        return AssociationRequestor(
            callingAETitle: aeTitle, security: isNeeded ? try .requestor(tls.files, logger: logger) : nil)
    }

    /// A requestor for the daemon, with this node's certificate whenever one is set, because a reload may add peers. A
    /// certificate that cannot be used ends only calls to peers over TLS, until it can.
    package func callingRequestor(logger: Logger) -> AssociationRequestor {
        AssociationRequestor(
            callingAETitle: aeTitle,
            security: tls.canCall ? .callingRequestor(tls.files, logger: logger) : nil)
    }
}

extension AETitle {
    /// The default AE title of the node.
    package static var thoraxd: AETitle {
        guard let title = AETitle("THORAXD") else { preconditionFailure("THORAXD is an AE title") }
        return title
    }
}
