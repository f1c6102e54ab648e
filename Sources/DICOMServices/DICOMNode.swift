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

/// The DICOM node: the services it offers, on one port.
package final class DICOMNode: Sendable {
    /// How the node is to be reached, and when it refuses.
    package struct Settings: Sendable {
        package var aeTitle: AETitle
        /// Refuse associations that call another application entity title.
        package var checksCalledAETitle = true
        /// A numeric address to listen on.
        package var address = "0.0.0.0"
        /// 0 lets the system choose; `nil` serves nobody without TLS.
        package var port: UInt16? = 11112
        package var secure: SecureEndpoint?
        package var associationLimit = 25
        package var deadlines = Deadlines()
        /// Who may call, and what each may do. The node goes by it as it is at each moment.
        package var peers = PeerDirectory([])
        /// Of attempts to report storage commitment.
        package var commitmentPauses = CommitmentPauses()
        /// Objects are refused while less than this would be left on the file system, in bytes.
        package var reservedBytes = 1 << 30

        /// The port for peers that use TLS.
        package struct SecureEndpoint: Sendable {
            /// 0 lets the system choose.
            package var port: UInt16
            package var files: TLSFiles
            /// Serve peers with a certificate of one of the authorities alone.
            package var requiresClientCertificate: Bool

            package init(port: UInt16, files: TLSFiles, requiresClientCertificate: Bool) {
                self.port = port
                self.files = files
                self.requiresClientCertificate = requiresClientCertificate
            }
        }

        /// The defaults above, under this application entity title.
        package init(aeTitle: AETitle) { self.aeTitle = aeTitle }
    }

    /// The ports without TLS and with it, also where the system chose them; `nil` where there is none.
    package let port: UInt16?
    package let securePort: UInt16?

    private let listener: AssociationListener
    private let security: TLSContext?
    private let serving = Atomic(false)
    private let callers = CallerLog()
    private let workList: WorkListStore
    private let callersOutage: RepeatedCondition

    /// Binds and listens; peers wait until `serve` is called.
    ///
    /// - Parameters:
    ///   - requestor: calls the destinations of C-MOVE.
    ///   - audit: takes what happens that leaves no row in the work list.
    package init(
        _ settings: Settings, intake: InstanceIntake, query: IndexQuery, workList: WorkListStore,
        requestor: AssociationRequestor, audit: AuditInbox, logger: Logger
    ) throws(NetworkError) {
        self.workList = workList
        callersOutage = RepeatedCondition(logger: logger, end: "callers are recorded again")
        let commitment = CommitmentService(
            workList: workList, aeTitle: settings.aeTitle, pauses: settings.commitmentPauses)
        let services: [any ServiceClass] = [
            VerificationService(),
            StorageService(intake: intake, reservedBytes: settings.reservedBytes),
            QueryService(query: query, aeTitle: settings.aeTitle),
            GetService(query: query),
            MoveService(query: query, peers: settings.peers, requestor: requestor),
            commitment,
            CommitmentReportService(reports: CommitmentReports(workList: workList)),
        ]
        var endpoints: [Endpoint] = []
        if let port = settings.port { endpoints.append(Endpoint(address: settings.address, port: port)) }
        var security: TLSContext?
        if let secure = settings.secure {
            security = try TLSContext.acceptor(
                secure.files, requiresCertificate: secure.requiresClientCertificate, logger: logger)
            endpoints.append(Endpoint(address: settings.address, port: secure.port, security: security))
        }
        self.security = security
        listener = try AssociationListener(
            endpoints,
            acceptor: ServiceAcceptor(
                services: OfferedServices(services), commitment: commitment,
                admission: AdmissionPolicy(
                    aeTitle: settings.aeTitle, checksCalledAETitle: settings.checksCalledAETitle,
                    peers: settings.peers),
                callers: callers, audit: audit, logger: logger),
            associationLimit: settings.associationLimit, deadlines: settings.deadlines)
        port = settings.port == nil ? nil : listener.ports.first
        securePort = settings.secure == nil ? nil : listener.ports.last
    }

    /// Writes down who called since the last time, for `thoraxctl peers`. Blocks.
    package func rememberCallers() {
        callersOutage.watch("callers cannot be recorded") { try workList.add(callers.take()) }
    }

    /// Of the loop that takes connections.
    package var heartbeat: Heartbeat { listener.heartbeat }

    /// Serves until `stop`: blocks its thread, which must be an owned one. Returns within two seconds of the stop.
    package func serve() {
        serving.store(true, ordering: .relaxed)
        defer { serving.store(false, ordering: .relaxed) }
        listener.serve()
    }

    /// Whether peers are answered now.
    package var isServing: Bool { serving.load(ordering: .relaxed) }

    /// When the certificate of the port with TLS ends; nil where there is no such port.
    package var certificateExpiry: Date? { security?.expiry }

    /// Ends `serve`; from any thread, returns at once.
    package func stop() { listener.stop() }
}
