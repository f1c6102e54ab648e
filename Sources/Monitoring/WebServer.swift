import FoundationEssentials
import Glibc
import Hummingbird
package import Logging
import NIOCore
import Synchronization

/// The HTTP front: metrics and health on one address, for monitoring. No patient data, and nothing can be changed.
///
/// Handlers run on the cooperative pool: what reads the work list does so on an owned thread. Few connections at a
/// time, each for a short time, so that no client can take from the node what it needs.
package final class WebServer: Sendable {
    private static let connectionLimit = 32
    private static let idleTimeout = TimeAmount.seconds(10)
    /// No multiple of the intervals at which monitoring asks over one connection.
    private static let connectionTime = TimeAmount.milliseconds(63_700)
    private static let headerLimit = 16 << 10

    /// The port it listens on, also where the system chose it.
    package let port: Int
    private let serving: Task<Void, any Error>
    private let isStopping = Atomic(false)

    private init(port: Int, serving: Task<Void, any Error>) {
        self.port = port
        self.serving = serving
    }

    /// Listens, and answers from then on.
    ///
    /// - Parameter port: 0 lets the system choose.
    package static func start(
        address: String, port: UInt16, monitor: Monitor, logger: Logger
    ) async throws(WebServerError) -> WebServer {
        // What ends the server is thrown; of clients that come and go there is nothing to tell.
        var quiet = logger
        quiet.logLevel = .critical
        let (ports, continuation) = AsyncThrowingStream.makeStream(of: Int.self)
        let serving = Task { [quiet] in
            do {
                try await application(address, port, monitor, quiet) { continuation.yield($0) }.run()
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

    /// Returns after `stop`, or throws what ended the server.
    package func run() async throws {
        do { try await serving.value } catch {
            if !isStopping.load(ordering: .relaxed) { throw error }
        }
    }

    /// Ends it at once, from any thread: answers that are under way are cut off.
    package func stop() {
        isStopping.store(true, ordering: .relaxed)
        serving.cancel()
    }

    private static func application(
        _ address: String, _ port: UInt16, _ monitor: Monitor, _ logger: Logger,
        onListening: @escaping @Sendable (Int) -> Void
    ) -> some ApplicationProtocol {
        Application(
            router: router(monitor),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [ConnectionDeadline(connectionTime)], idleTimeout: idleTimeout,
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

    /// What `/healthz` says.
    private struct Liveness: Encodable {
        let alive: Bool
        /// Loops that have not come round for too long.
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
