import Platform
package import WorkListDatabase

/// Keeps the HTTP server running. If it cannot listen or ends with an error, an incident is recorded, the daemon continues
/// without it, and the server is restarted after an increasing pause.
package final class WebListener: Sendable {
    /// Starts a server, or throws why it cannot listen.
    package typealias Start = @Sendable () async throws -> HTTPServer

    /// Pauses between attempts to listen.
    private static let pauses = BackOff(first: .seconds(1), longest: .seconds(60))

    private let keeping: Task<Void, Never>

    /// Makes the first attempt, so that a server that can listen does so before this returns.
    ///
    /// - Parameter service: name of what the server serves, for incidents.
    package init(of service: String, incidents: IncidentLog, starting start: @escaping Start) async {
        let outage = RepeatedCondition(in: incidents, end: "\(service) answers again")
        let first = await Self.attempt(start, service, outage)
        keeping = Task {
            var backOff = Self.pauses
            var server = first
            while !Task.isCancelled {
                if let running = server {
                    let start = ContinuousClock.now
                    await Self.serve(running, service, outage)
                    // One that ends again and again must not be an incident each second.
                    if ContinuousClock.now - start >= Self.pauses.longest { backOff.reset() }
                }
                try? await Task.sleep(for: backOff.failed())
                if !Task.isCancelled { server = await Self.attempt(start, service, outage) }
            }
            server?.stop()
        }
    }

    /// Returns after `stop`.
    package func run() async { await keeping.value }

    /// Stops the server immediately; callable from any thread.
    package func stop() { keeping.cancel() }

    private static func attempt(
        _ start: Start, _ service: String, _ outage: RepeatedCondition
    ) async -> HTTPServer? {
        do {
            let server = try await start()
            outage.isOver()
            return server
        } catch {
            outage.isMet("\(service) is off", error)
            return nil
        }
    }

    /// Returns when the server has ended; an error is reported.
    private static func serve(_ server: HTTPServer, _ service: String, _ outage: RepeatedCondition) async {
        do {
            try await withTaskCancellationHandler {
                try await server.run()
            } onCancel: {
                server.stop()
            }
        } catch {
            outage.isMet("\(service) ended", error)
        }
    }
}
