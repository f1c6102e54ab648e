package import DICOMNetwork

/// A connection to a syslog collector over TLS (RFC 5425). Calls block, with deadlines; use it from one thread only.
package final class SyslogConnection {
    private let stream: SecureStream

    /// Connects to a collector. Its certificate must be issued by one of the trusted authorities and name `host`.
    ///
    /// - Parameter security: a TLS context for a requestor.
    package init(to host: String, port: UInt16, security: TLSContext) throws(NetworkError) {
        stream = try SecureStream(to: host, port: port, security: security)
    }

    /// Sends messages, each preceded by its length (RFC 5425 4.3), and waits until the collector's host has
    /// acknowledged them. Syslog does not confirm that the collector has processed them.
    package func send(_ messages: [[UInt8]]) throws(NetworkError) {
        try stream.send(messages.flatMap { Array("\($0.count) ".utf8) + $0 })
    }
}
