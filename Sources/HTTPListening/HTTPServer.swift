import Glibc
package import Hummingbird
import NIOCore
import Synchronization

/// An HTTP server that listens.
package final class HTTPServer: Sendable {
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
    /// - Parameters:
    ///   - port: 0 lets the system choose.
    ///   - section: the section of the configuration that has the address and the port.
    ///   - application: makes the application from what it calls with the port when it listens.
    package static func start(
        address: String, port: UInt16, section: String,
        application:
            @escaping @Sendable (@escaping @Sendable (any Channel) async -> Void) throws
            -> any ApplicationProtocol
    ) async throws(HTTPServerError) -> HTTPServer {
        let (ports, continuation) = AsyncThrowingStream.makeStream(of: Int.self)
        let serving = Task {
            do {
                try await application { continuation.yield($0.localAddress?.port ?? 0) }.run()
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
                throw error
            }
        }
        var reason = "the server ended"
        do {
            for try await port in ports { return HTTPServer(port: port, serving: serving) }
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
    package func stop() {
        isStopping.store(true, ordering: .relaxed)
        serving.cancel()
    }
}
