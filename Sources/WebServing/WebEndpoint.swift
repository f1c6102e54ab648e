package import Auditing
package import HTTPListening
import Hummingbird
package import Logging
import NIOCore
import Platform

/// Where the web listener listens, and its limits.
package struct WebEndpoint: Sendable {
    package var address = "127.0.0.1"
    /// 0 lets the system choose.
    package var port: UInt16
    package var patience = Patience()
    /// Nil for plain HTTP, for a proxy with TLS on the same machine.
    package var certificate: ServerCertificate?

    package init(port: UInt16) { self.port = port }

    /// How long a client may keep a connection waiting.
    package struct Patience: Sendable {
        /// Until the head of a request is complete, and between two parts of its body.
        package var idle = Duration.seconds(20)
        /// Until a part of an answer has been taken.
        package var writing = Duration.seconds(60)

        package init() {}
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
    ///
    /// - Parameter fronts: the first that has a path answers it.
    package func start(
        _ fronts: [any WebFront], _ settings: CurrentWebSettings, audit: AuditInbox, logger: Logger
    ) async throws -> HTTPServer {
        let isLoopback = address == "::1" || address.hasPrefix("127.")
        let clients = WaitingClients(
            SilentConnections(
                limitOfAddress: isLoopback ? Self.waitingLimits.ofAll : Self.waitingLimits.ofAddress,
                limit: Self.waitingLimits.ofAll))
        let responder = WebResponder(
            fronts, settings: settings, audit: audit, address: address, isSecure: certificate != nil, logger: logger)
        var quiet = logger
        quiet.logLevel = .critical
        return try await HTTPServer.start(
            address: address, port: port, section: "web", clients: clients
        ) { [quiet, address, port, patience, certificate] onListening in
            Application(
                responder: responder,
                server: try .http1(
                    configuration: .init(
                        additionalChannelHandlers: [
                            WaitingClient(clients),
                            // Before `ConnectionPatience`, to which an interim answer would be the end of a request.
                            ContinueAnswer(),
                            ConnectionPatience(
                                idle: TimeAmount(patience.idle), writing: TimeAmount(patience.writing)),
                        ],
                        idleTimeout: TimeAmount(patience.idle),
                        httpDecoderConfiguration: .init(
                            maxHeaderFieldSize: Self.headerLimit, maxHeaderListSize: Self.headerLimit,
                            maxHeaderFieldCount: Self.headerCount)), certificate: certificate),
                configuration: ApplicationConfiguration(
                    address: .hostname(address, port: Int(port)), serverName: "thoraxd",
                    backlog: Self.connectionLimit,
                    availableConnectionsDelegate: .maximum(Self.connectionLimit, logger: quiet)),
                onServerRunning: { channel in
                    responder.listens(on: channel.localAddress?.port ?? 0)
                    await onListening(channel)
                }, logger: quiet)
        }
    }
}
