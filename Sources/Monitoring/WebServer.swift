import FoundationEssentials
import Glibc
import Hummingbird
package import Logging
import NIOCore
import Platform
import Synchronization

/// The HTTP server for monitoring: metrics and health on one address. It exposes no patient data and is read-only.
///
/// Handlers run on the cooperative pool, so the work list is read on an owned thread. The number and duration of
/// connections are limited, so that clients cannot starve the node.
package final class WebServer: Sendable {
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

    /// The actual port, even if the system chose it.
    package let port: Int
    private let serving: Task<Void, any Error>
    private let isStopping = Atomic(false)

    private init(port: Int, serving: Task<Void, any Error>) {
        self.port = port
        self.serving = serving
    }

    /// Starts to listen and to answer requests.
    ///
    /// - Parameter port: 0 lets the system choose.
    package static func start(
        address: String, port: UInt16, monitor: Monitor, logger: Logger
    ) async throws(WebServerError) -> WebServer {
        try await start(address: address, port: port, monitor: monitor, logger: logger, patience: Patience())
    }

    static func start(
        address: String, port: UInt16, monitor: Monitor, logger: Logger, patience: Patience
    ) async throws(WebServerError) -> WebServer {
        // Fatal errors are thrown, and client connections are not worth logging.
        var quiet = logger
        quiet.logLevel = .critical
        let (ports, continuation) = AsyncThrowingStream.makeStream(of: Int.self)
        let serving = Task { [quiet] in
            do {
                try await application(address, port, monitor, quiet, patience) { continuation.yield($0) }.run()
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
                throw error
            }
        }
        do {
            for try await port in ports { return WebServer(port: port, serving: serving) }
            throw WebServerError.cannotListen(address: address, port: port, reason: "the server ended")
        } catch let error as WebServerError {
            throw error
        } catch {
            let reason = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
            throw .cannotListen(address: address, port: port, reason: reason)
        }
    }

    /// Returns after `stop`, or throws the error that ended the server.
    package func run() async throws {
        do { try await serving.value } catch {
            if !isStopping.load(ordering: .relaxed) { throw error }
        }
    }

    /// Stops the server immediately and cuts off responses in progress; callable from any thread.
    package func stop() {
        isStopping.store(true, ordering: .relaxed)
        serving.cancel()
    }

    private static func application(
        _ address: String, _ port: UInt16, _ monitor: Monitor, _ logger: Logger, _ patience: Patience,
        onListening: @escaping @Sendable (Int) -> Void
    ) -> some ApplicationProtocol {
        let waiting = WaitingClients(
            SilentConnections(limitOfAddress: waitingLimits.ofAddress, limit: waitingLimits.ofAll))
        return Application(
            router: router(monitor),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [
                        ConnectionDeadline(TimeAmount(patience.connected)), WaitingClient(waiting),
                    ],
                    idleTimeout: TimeAmount(patience.idle),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: headerLimit, maxHeaderListSize: headerLimit, maxHeaderFieldCount: 64))),
            configuration: ApplicationConfiguration(
                address: .hostname(address, port: Int(port)), serverName: "thoraxd", backlog: connectionLimit,
                availableConnectionsDelegate: .maximum(connectionLimit, logger: logger)),
            onServerRunning: { channel in onListening(channel.localAddress?.port ?? 0) },
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
