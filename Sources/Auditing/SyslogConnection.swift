package import DICOMNetwork

/// A connection to a syslog collector over TLS (RFC 5425). Blocks its thread, within deadlines; belongs to one thread.
package final class SyslogConnection {
    private let stream: SecureStream

    /// Connects; the collector's certificate must come from one of the authorities and name `host`.
    ///
    /// - Parameter security: made for a requestor.
    package init(to host: String, port: UInt16, security: TLSContext) throws(NetworkError) {
        stream = try SecureStream(to: host, port: port, security: security)
    }

    /// Sends messages, each preceded by its length (RFC 5425 4.3), and waits until the collector's machine has them.
    /// Syslog does not say what the collector does with them.
    package func send(_ messages: [[UInt8]]) throws(NetworkError) {
        try stream.send(messages.flatMap { Array("\($0.count) ".utf8) + $0 })
    }
}
