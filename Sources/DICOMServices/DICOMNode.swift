package import Auditing
package import Commitment
package import DICOMCore
package import DICOMNetwork
package import FoundationEssentials
package import Intake
package import Logging
package import Platform
package import Query
import Synchronization
package import WorkListDatabase

/// The DICOM node: its services on one port without TLS, one port with TLS, or both.
package final class DICOMNode: Sendable {
    /// Where the node listens, and its limits.
    package struct Settings: Sendable {
        package var aeTitle: AETitle
        /// Whether to reject associations that call another AE title.
        package var checksCalledAETitle = true
        /// The numeric address to listen on.
        package var address = "0.0.0.0"
        /// The port without TLS; 0 lets the system choose, `nil` disables it.
        package var port: UInt16? = 11112
        package var secure: SecureEndpoint?
        package var associationLimit = 25
        package var deadlines = Deadlines()
        /// The peers and their permissions. Changes apply to the next request.
        package var peers = PeerDirectory([])
        /// Delays between attempts to report storage commitment.
        package var commitmentPauses = CommitmentPauses()
        /// Objects are refused while less space than this is free on the file system, in bytes.
        package var reservedBytes = 1 << 30

        /// The port for peers that use TLS.
        package struct SecureEndpoint: Sendable {
            /// 0 lets the system choose.
            package var port: UInt16
            package var files: TLSFiles
            /// Whether to accept only peers with a certificate issued by one of the authorities.
            package var requiresClientCertificate: Bool

            package init(port: UInt16, files: TLSFiles, requiresClientCertificate: Bool) {
                self.port = port
                self.files = files
                self.requiresClientCertificate = requiresClientCertificate
            }
        }

        /// The defaults above with this AE title.
        package init(aeTitle: AETitle) { self.aeTitle = aeTitle }
    }

    /// The ports without TLS and with TLS, as configured while they cannot be opened; `nil` if disabled.
    package var port: UInt16? { ports.number }
    package var securePort: UInt16? { ports.secureNumber }
    /// The ports that are open: without TLS and with TLS.
    package var openPortNumbers: (plain: UInt16?, secure: UInt16?) { ports.openNumbers }
    /// Both ports for the log: off, the number or closed.
    package var portTexts: (plain: String, secure: String) { ports.texts }
    /// Woken when a port has ended: `openPorts` is then to be called.
    package var portsLoop: Loop { ports.loop }

    private let listener: AssociationListener
    let ports: NodePorts
    private let serving = Atomic(false)
    private let callers: CallerLog
    private let displaced: DisplacedConnections
    private let workList: WorkListStore
    private let callersOutage: RepeatedCondition

    /// Binds the ports and listens; connections wait until `serve` is called. A port that cannot be opened is an incident,
    /// and `openPorts` tries again.
    ///
    /// - Parameters:
    ///   - requestor: opens associations with the destinations of C-MOVE.
    ///   - decoding: decodes compressed images for receivers that take uncompressed ones only.
    ///   - audit: receives audit events that leave no row in the work list.
    package init(
        _ settings: Settings, intake: InstanceIntake, query: IndexQuery, workList: WorkListStore,
        requestor: AssociationRequestor, decoding: (any ImageDecoding)? = nil, audit: AuditInbox, logger: Logger
    ) throws(NetworkError) {
        self.workList = workList
        let incidents = IncidentLog("dicom", in: workList, logger: logger)
        displaced = DisplacedConnections(incidents: incidents)
        callers = CallerLog(refused: RefusedObjects(incidents: incidents))
        callersOutage = RepeatedCondition(logger: logger, end: "recording callers again")
        let commitment = CommitmentService(
            workList: workList, aeTitle: settings.aeTitle, pauses: settings.commitmentPauses)
        let services: [any ServiceClass] = [
            VerificationService(),
            StorageService(intake: intake, reservedBytes: settings.reservedBytes),
            QueryService(query: query, aeTitle: settings.aeTitle),
            GetService(query: query, decoding: decoding),
            MoveService(query: query, peers: settings.peers, requestor: requestor, decoding: decoding),
            commitment,
            CommitmentReportService(reports: CommitmentReports(workList: workList)),
        ]
        listener = try AssociationListener(
            acceptor: ServiceAcceptor(
                services: OfferedServices(services), commitment: commitment,
                admission: AdmissionPolicy(
                    aeTitle: settings.aeTitle, checksCalledAETitle: settings.checksCalledAETitle,
                    peers: settings.peers),
                callers: callers, displaced: displaced, audit: audit, logger: logger),
            associationLimit: settings.associationLimit, deadlines: settings.deadlines)
        ports = NodePorts(settings, incidents: incidents) {
            [listener] (endpoint, onFailure) throws(NetworkError) in
            try listener.open(endpoint, onFailure: onFailure)
        }
        openPorts()
    }

    /// Opens the ports that are closed and due. Called by one thread at a time; blocks.
    ///
    /// - Returns: how long until the next attempt is due.
    @discardableResult package func openPorts() -> Duration { ports.open() }

    /// Ends each port as a fault of its socket would, for tests.
    package func breakPorts() { listener.breakPorts() }

    /// Stores the callers since the last call, for `thoraxctl peers`, and reports silent connections that were closed and
    /// objects that were refused. Called every two seconds. Blocks.
    package func rememberCallers() {
        displaced.report()
        callers.refused.report()
        callersOutage.watch("cannot record callers") { try workList.add(callers.take()) }
    }

    /// Heartbeat of the accept loop.
    package var heartbeat: Heartbeat { listener.heartbeat }

    /// Serves until `stop`. Blocks its thread, which must be an owned one. Returns within two seconds of the stop.
    package func serve() {
        serving.store(true, ordering: .relaxed)
        defer { serving.store(false, ordering: .relaxed) }
        listener.serve()
    }

    /// Whether the node is serving connections of at least one port.
    package var isServing: Bool { serving.load(ordering: .relaxed) && ports.isAnyOpen }

    /// When the certificate of the TLS port expires; nil without a TLS port.
    package var certificateExpiry: Date? { ports.certificateExpiry }

    /// Ends `serve`. Callable from any thread; returns immediately.
    package func stop() { listener.stop() }
}
