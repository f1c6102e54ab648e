import Glibc
package import Hummingbird
import NIOCore
import Synchronization

/// An HTTP server that listens.
package final class HTTPServer: Sendable {
    /// The actual port, even if the system chose it.
    package var port: Int { listener.localAddress?.port ?? 0 }
    private let listener: any Channel
    private let clients: WaitingClients
    private let serving: Task<Void, any Error>
    private let isStopping = Atomic(false)

    private init(_ listener: any Channel, _ clients: WaitingClients, serving: Task<Void, any Error>) {
        self.listener = listener
        self.clients = clients
        self.serving = serving
    }

    /// Starts to listen and to answer requests.
    ///
    /// - Parameters:
    ///   - port: 0 lets the system choose.
    ///   - section: the section of the configuration that has the address and the port.
    ///   - clients: the connections of the application.
    ///   - application: makes the application; it calls its argument with its channel once it listens.
    package static func start(
        address: String, port: UInt16, section: String, clients: WaitingClients,
        application:
            @escaping @Sendable (@escaping @Sendable (any Channel) async -> Void) throws
            -> any ApplicationProtocol
    ) async throws(HTTPServerError) -> HTTPServer {
        let (listeners, continuation) = AsyncThrowingStream.makeStream(of: (any Channel).self)
        let serving = Task {
            do {
                try await application { continuation.yield($0) }.run()
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
                throw error
            }
        }
        var reason = "the server ended"
        do {
            for try await listener in listeners { return HTTPServer(listener, clients, serving: serving) }
        } catch {
            reason = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
        }
        throw .cannotListen(address: address, port: port, reason: reason, section: section)
    }

    /// Returns after `stop`, or throws the error that ended the server.
    package func run() async throws {
        do { try await serving.value } catch {
            if !isStopping.load(ordering: .relaxed) { throw error }
        }
    }

    /// Stops the server immediately and cuts off responses in progress; callable from any thread.
    ///
    /// The server's task is not cancelled: NIO ends the process for a connection that still waits in a cancelled queue. The
    /// task ends by itself once all connections are closed.
    package func stop() {
        isStopping.store(true, ordering: .relaxed)
        listener.close(promise: nil)
        clients.close()
    }
}
