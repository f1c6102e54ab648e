import Hummingbird
package import Logging
import NIOCore

/// The HTTP front: answers on one address until its task is cancelled or the service group stops.
///
/// Handlers run on the cooperative pool: what reads the work list goes through `OwnedThread.run`.
package struct WebServer: Sendable {
    private let address: String
    private let port: Int
    private let logger: Logger

    /// - Parameter port: 0 lets the system choose.
    package init(address: String, port: Int, logger: Logger) {
        self.address = address
        self.port = port
        self.logger = logger
    }

    /// Serves until the service group stops, or throws where the address cannot be listened on.
    ///
    /// - Parameter onListening: told the port once calls are answered.
    package func run(onListening: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        let router = Router()
        router.get("/healthz") { _, _ in "ok\n" }
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname(address, port: port), serverName: "thoraxd"),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
            logger: logger)
        try await application.run()
    }
}
