import Glibc

/// Tells the service manager how this process does: datagrams to the socket in `NOTIFY_SOCKET`, as sd_notify(3) and
/// systemd.exec(5) describe them.
package struct ServiceNotification: Sendable {
    package enum Message: Sendable, Equatable {
        /// It serves, for the first time or again after a reload.
        case ready
        case reloading
        case stopping
        /// A sign of life; without one for long enough the service manager restarts the process.
        case watchdog
        /// One line for `systemctl status`.
        case status(String)
    }

    private let socket: DatagramSocket

    /// How long the service manager waits for a sign of life; `nil` where it waits for none.
    package let watchdogInterval: Duration?

    /// - Parameter environment: of this process.
    /// - Returns: `nil` where no service manager listens.
    /// - Throws: where the name of its socket cannot be one.
    package init?(environment: [String: String]) throws(PlatformError) {
        guard let path = environment["NOTIFY_SOCKET"], !path.isEmpty else { return nil }
        socket = try DatagramSocket(to: path)
        let isMeant = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init) ?? 0
        watchdogInterval = isMeant && microseconds > 0 ? .microseconds(microseconds) : nil
    }

    /// Sends messages in one datagram, so that they take effect together.
    package func send(_ messages: [Message]) throws(PlatformError) {
        try socket.send(Array(messages.map(\.text).joined(separator: "\n").utf8))
    }
}

extension ServiceNotification.Message {
    fileprivate var text: String {
        switch self {
        case .ready: "READY=1"
        case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(microseconds)"
        case .stopping: "STOPPING=1"
        case .watchdog: "WATCHDOG=1"
        case .status(let line): "STATUS=\(line.replacing("\n", with: " "))"
        }
    }

    /// Now, on the clock that the service manager compares with.
    private var microseconds: Int {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return now.tv_sec * 1_000_000 + now.tv_nsec / 1000
    }
}
