import Glibc

/// Notifies the service manager of this process's state: datagrams to the socket in `NOTIFY_SOCKET`, as in sd_notify(3)
/// and systemd.exec(5).
package struct ServiceNotification: Sendable {
    package enum Message: Sendable, Equatable {
        /// The service is ready, for the first time or after a reload.
        case ready
        case reloading
        case stopping
        /// A keep-alive; without one for the watchdog interval the service manager restarts the process.
        case watchdog
        /// A line for `systemctl status`.
        case status(String)
    }

    private let socket: DatagramSocket

    /// How long the service manager waits for a keep-alive; `nil` if the watchdog is off.
    package let watchdogInterval: Duration?

    /// - Parameter environment: this process's environment.
    /// - Returns: `nil` if there is no service manager to notify.
    /// - Throws: if the socket's name is invalid.
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

    /// The current time on the clock that the service manager compares with.
    private var microseconds: Int {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return now.tv_sec * 1_000_000 + now.tv_nsec / 1000
    }
}
