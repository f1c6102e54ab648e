internal import CDCMTK

/// A connection to a syslog collector over TLS (RFC 5425). Blocks its thread, within deadlines; belongs to one.
// The handle belongs to the one thread that uses the connection, which OpenSSL asks for; `deinit` runs after its last
// use.
package final class SyslogConnection: @unchecked Sendable {
    private let handle: OpaquePointer

    /// Milliseconds for connecting and the handshake, and for the collector to take what it is sent.
    private static let patience: Int32 = 10_000

    /// Connects; the collector's certificate has to come from one of the authorities and to name `host`.
    ///
    /// - Parameter security: made for a requestor.
    package init(to host: String, port: UInt16, security: TLSContext) throws(NetworkError) {
        let credentials = security.current()
        var opened: OpaquePointer?
        let outcome = withExtendedLifetime(credentials) {
            cd_stream_open(host, "\(port)", credentials.handle, Self.patience, &opened)
        }
        guard outcome == .done, let opened else { throw Self.error(outcome, host) }
        self.handle = opened
        self.host = host
    }

    deinit { cd_stream_destroy(handle) }

    private let host: String

    /// Sends messages, each with its length before it (RFC 5425 4.3), and waits until the collector's machine has them.
    /// A collector does not say more than that: what it does with them, syslog does not tell.
    package func send(_ messages: [[UInt8]]) throws(NetworkError) {
        let frames = messages.flatMap { Array("\($0.count) ".utf8) + $0 }
        var outcome = cd_stream_flush(handle, Self.patience)
        if outcome == .done { outcome = cd_stream_write(handle, frames, frames.count, Self.patience) }
        if outcome == .done { outcome = cd_stream_flush(handle, Self.patience) }
        guard outcome == .done else { throw Self.error(outcome, host) }
    }

    private static func error(_ outcome: cd_outcome, _ host: String) -> NetworkError {
        switch outcome {
        case .timedOut: .timedOut(while: .sending)
        case .insecure: .tls(String(cString: cd_last_error()))
        default: .unreachable(peer: host, reason: String(cString: cd_last_error()))
        }
    }
}
