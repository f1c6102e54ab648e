import FoundationEssentials
package import HTTPListening
import Hummingbird
package import Logging
import NIOCore
import Platform

/// The HTTP server for monitoring: metrics and health on one address. It exposes no patient data and is read-only.
///
/// Handlers run on the cooperative pool, so the work list is read on an owned thread. The number and duration of
/// connections are limited, so that clients cannot starve the node.
package enum WebServer {
    private static let connectionLimit = 32
    /// Limits on connections without a request under way, for one address and for all: above them the oldest are closed. Below
    /// `connectionLimit`, so that there is always a place for a request.
    private static let waitingLimits = (ofAddress: 16, ofAll: 24)
    private static let headerLimit = 16 << 10

    /// How long a client may be connected.
    struct Patience: Sendable {
        /// Without a request.
        var idle = Duration.seconds(10)
        /// In all. Not a multiple of usual scrape intervals, so that connections are not closed during a scrape.
        var connected = Duration.milliseconds(63_700)
    }

    /// Starts to listen and to answer requests.
    ///
    /// - Parameter port: 0 lets the system choose.
    package static func start(
        address: String, port: UInt16, monitor: Monitor, logger: Logger
    ) async throws(HTTPServerError) -> HTTPServer {
        try await start(address: address, port: port, monitor: monitor, logger: logger, patience: Patience())
    }

    static func start(
        address: String, port: UInt16, monitor: Monitor, logger: Logger, patience: Patience
    ) async throws(HTTPServerError) -> HTTPServer {
        // Fatal errors are thrown, and client connections are not worth logging.
        var quiet = logger
        quiet.logLevel = .critical
        let clients = WaitingClients(
            SilentConnections(limitOfAddress: waitingLimits.ofAddress, limit: waitingLimits.ofAll))
        return try await HTTPServer.start(
            address: address, port: port, section: "metrics", clients: clients
        ) { [quiet] onListening in
            application(address, port, monitor, quiet, patience, clients, onListening: onListening)
        }
    }

    private static func application(
        _ address: String, _ port: UInt16, _ monitor: Monitor, _ logger: Logger, _ patience: Patience,
        _ clients: WaitingClients, onListening: @escaping @Sendable (any Channel) async -> Void
    ) -> some ApplicationProtocol {
        Application(
            router: router(monitor),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [
                        ConnectionDeadline(TimeAmount(patience.connected)), WaitingClient(clients),
                    ],
                    idleTimeout: TimeAmount(patience.idle),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: headerLimit, maxHeaderListSize: headerLimit, maxHeaderFieldCount: 64))),
            configuration: ApplicationConfiguration(
                address: .hostname(address, port: Int(port)), serverName: "thoraxd", backlog: connectionLimit,
                availableConnectionsDelegate: .maximum(connectionLimit, logger: logger)),
            onServerRunning: onListening,
            logger: logger)
    }

    private static func router(_ monitor: Monitor) -> Router<BasicRequestContext> {
        let router = Router()
        router.get("/metrics") { _, _ in
            response(.ok, ExpositionText.contentType, await monitor.metricsText())
        }
        router.get("/healthz") { _, _ in
            let stuck = monitor.stuckLoops
            return try json(stuck.isEmpty ? .ok : .serviceUnavailable, Liveness(alive: stuck.isEmpty, stuck: stuck))
        }
        router.get("/readyz") { _, _ in
            let readiness = await monitor.readiness()
            return try json(readiness.isReady ? .ok : .serviceUnavailable, readiness)
        }
        return router
    }

    /// The body of `/healthz`.
    private struct Liveness: Encodable {
        let alive: Bool
        /// Names of the loops that make no progress.
        let stuck: [String]
    }

    private static func json(_ status: HTTPResponse.Status, _ value: some Encodable) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return response(status, "application/json", String(decoding: try encoder.encode(value), as: UTF8.self) + "\n")
    }

    private static func response(_ status: HTTPResponse.Status, _ contentType: String, _ body: String) -> Response {
        Response(
            status: status, headers: [.contentType: contentType, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: body)))
    }
}
