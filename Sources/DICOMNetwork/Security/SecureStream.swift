internal import CDCMTK

/// A TLS connection that carries plain bytes. Blocks its thread, within deadlines; belongs to one thread.
// The handle belongs to the one thread that uses the connection, which OpenSSL asks for; `deinit` runs after its last
// use.
package final class SecureStream: @unchecked Sendable {
    private let handle: OpaquePointer

    /// Milliseconds for connecting and the handshake, and for the peer to accept what it is sent.
    private static let patience: Int32 = 10_000

    /// Connects; the peer's certificate must come from one of the authorities and name `host`.
    ///
    /// - Parameter security: made for a requestor.
    package init(to host: String, port: UInt16, security: TLSContext) throws(NetworkError) {
        let credentials = try security.current()
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

    /// Sends bytes and waits until the peer's machine has acknowledged them.
    package func send(_ bytes: [UInt8]) throws(NetworkError) {
        var outcome = cd_stream_flush(handle, Self.patience)
        if outcome == .done { outcome = cd_stream_write(handle, bytes, bytes.count, Self.patience) }
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
