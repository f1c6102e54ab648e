package import Auditing
package import DICOMCore
package import HTTPListening
import Hummingbird
package import Intake
package import Logging
import NIOCore
import Platform
package import Query
package import WorkListDatabase

/// The HTTP server of DICOMweb: plain HTTP, for a proxy with TLS on the same machine.
package enum WebFront {
    /// Where it listens, and its limits.
    package struct Endpoint: Sendable {
        package var address = "127.0.0.1"
        /// 0 lets the system choose.
        package var port: UInt16
        package var patience = Patience()

        package init(port: UInt16) { self.port = port }
    }

    /// How long a client may keep a connection waiting.
    package struct Patience: Sendable {
        /// Until the head of a request is complete, and between two parts of its body.
        package var idle = Duration.seconds(20)
        /// Until a part of an answer has been taken.
        package var writing = Duration.seconds(60)

        package init() {}
    }

    /// What the front works with.
    package struct Parts: Sendable {
        let workList: WorkListStore
        let query: IndexQuery
        let audit: AuditInbox
        let settings: CurrentWebSettings
        let renderer: Renderer
        let intake: InstanceIntake
        let decoding: (any ImageDecoding)?
        /// Free space below which nothing is stored.
        let reservedBytes: Int

        package init(
            workList: WorkListStore, query: IndexQuery, renderer: Renderer, intake: InstanceIntake,
            decoding: (any ImageDecoding)? = nil, reservedBytes: Int, audit: AuditInbox, settings: CurrentWebSettings
        ) {
            self.decoding = decoding
            self.workList = workList
            self.query = query
            self.renderer = renderer
            self.audit = audit
            self.settings = settings
            self.intake = intake
            self.reservedBytes = reservedBytes
        }
    }

    /// Connections at a time.
    private static let connectionLimit = 256
    /// Limits on connections without a request under way, for one address and for all: above them the oldest are closed. Below
    /// `connectionLimit`, so that there is always a place for a request. On a loopback address a proxy brings the clients of
    /// all addresses, so only the limit for all holds.
    private static let waitingLimits = (ofAddress: 32, ofAll: 192)
    private static let headerLimit = 16 << 10
    private static let headerCount = 100

    /// Starts to listen and to answer requests.
    package static func start(
        _ endpoint: Endpoint, _ parts: Parts, logger: Logger
    ) async throws -> HTTPServer {
        let isLoopback = endpoint.address == "::1" || endpoint.address.hasPrefix("127.")
        let clients = WaitingClients(
            SilentConnections(
                limitOfAddress: isLoopback ? waitingLimits.ofAll : waitingLimits.ofAddress,
                limit: waitingLimits.ofAll))
        let responder = WebResponder(
            settings: parts.settings, gate: WebGate(workList: parts.workList, audit: parts.audit, logger: logger),
            services: .init(
                search: SearchService(query: parts.query, audit: parts.audit),
                retrieve: RetrieveService(
                    workList: parts.workList, renderer: parts.renderer, decoding: parts.decoding, audit: parts.audit),
                store: StoreService(intake: parts.intake, reservedBytes: parts.reservedBytes),
                draft: DraftService(workList: parts.workList, audit: parts.audit)),
            address: endpoint.address, logger: logger)
        var quiet = logger
        quiet.logLevel = .critical
        let patience = endpoint.patience
        return try await HTTPServer.start(
            address: endpoint.address, port: endpoint.port, section: "web", clients: clients
        ) { [quiet] onListening in
            Application(
                responder: responder,
                server: .http1(
                    configuration: .init(
                        additionalChannelHandlers: [
                            WaitingClient(clients),
                            ConnectionPatience(
                                idle: TimeAmount(patience.idle), writing: TimeAmount(patience.writing)),
                        ],
                        idleTimeout: TimeAmount(patience.idle),
                        httpDecoderConfiguration: .init(
                            maxHeaderFieldSize: headerLimit, maxHeaderListSize: headerLimit,
                            maxHeaderFieldCount: headerCount))),
                configuration: ApplicationConfiguration(
                    address: .hostname(endpoint.address, port: Int(endpoint.port)), serverName: "thoraxd",
                    backlog: connectionLimit,
                    availableConnectionsDelegate: .maximum(connectionLimit, logger: quiet)),
                onServerRunning: { channel in
                    responder.listens(on: channel.localAddress?.port ?? 0)
                    await onListening(channel)
                }, logger: quiet)
        }
    }
}
