import DICOMNetwork
import FoundationEssentials
import Logging
import Platform
import Synchronization
import WorkListDatabase

/// The ports of the node. Each opens by itself: one that cannot be opened, or that ends, is an incident and is tried again
/// after an increasing pause, while the other is served.
final class NodePorts: Sendable {
    private struct State {
        /// Number of the port, also while it is closed; nil before the system has chosen one.
        var number: UInt16?
        var isOpen = false
        /// How often it has ended by itself.
        var endings = 0
        var security: TLSContext?
        /// Why it ended; reported with the next attempt, because the thread that serves must not wait for the work list.
        var ended: NetworkError?
        var pauses = NodePorts.pauses
        var nextAttempt = ContinuousClock.now
        var openedAt = ContinuousClock.now
    }

    private final class Port: Sendable {
        let address: String
        let configured: UInt16
        let secure: DICOMNode.Settings.SecureEndpoint?
        let outage: RepeatedCondition
        let state: Mutex<State>

        init(
            _ address: String, _ configured: UInt16, secure: DICOMNode.Settings.SecureEndpoint?, incidents: IncidentLog
        ) {
            (self.address, self.configured, self.secure) = (address, configured, secure)
            outage = RepeatedCondition(
                in: incidents, end: secure == nil ? "the DICOM port is open again" : "the DICOM TLS port is open again")
            state = Mutex(State(number: configured == 0 ? nil : configured))
        }

        /// The port that it has now; nil while it is closed.
        var openNumber: UInt16? { state.withLock { $0.isOpen ? $0.number : nil } }

        /// For the log: its number, and whether it is closed.
        var text: String {
            state.withLock { state in
                guard let number = state.number else { return "closed" }
                return state.isOpen ? "\(number)" : "\(number) (closed)"
            }
        }

        var name: String { "the DICOM \(secure == nil ? "" : "TLS ")port \(configured) of \(address)" }
    }

    /// Opens a port and returns its number; its last argument is called when the port ends by itself.
    typealias Bind = @Sendable (Endpoint, @escaping @Sendable (NetworkError) -> Void) throws(NetworkError) -> UInt16

    private static let pauses = BackOff(first: .seconds(1), longest: .seconds(60))

    /// Woken when a port has ended.
    let loop = Loop("ports")
    private let bind: Bind
    private let plain: Port?
    private let secure: Port?
    private let logger: Logger

    init(_ settings: DICOMNode.Settings, incidents: IncidentLog, bind: @escaping Bind) {
        self.bind = bind
        logger = incidents.logger
        plain = settings.port.map { Port(settings.address, $0, secure: nil, incidents: incidents) }
        secure = settings.secure.map { Port(settings.address, $0.port, secure: $0, incidents: incidents) }
    }

    /// The port without TLS, as configured while it is closed; `nil` if disabled.
    var number: UInt16? { plain?.state.withLock { $0.number } }
    /// The port with TLS, as configured while it is closed; `nil` if disabled.
    var secureNumber: UInt16? { secure?.state.withLock { $0.number } }
    /// The open ports without TLS and with TLS.
    var openNumbers: (plain: UInt16?, secure: UInt16?) { (plain?.openNumber, secure?.openNumber) }
    /// Both ports for the log: off, the number or closed.
    var texts: (plain: String, secure: String) { (plain?.text ?? "off", secure?.text ?? "off") }
    /// Whether any port is open.
    var isAnyOpen: Bool { all.contains { $0.openNumber != nil } }
    /// When the certificate of the TLS port expires; nil without a usable one.
    var certificateExpiry: Date? { secure?.state.withLock { $0.security }?.expiry }

    /// Failures in a row of all ports.
    var failures: Int { all.reduce(0) { $0 + $1.state.withLock { $0.pauses.failures } } }

    private var all: [Port] { [plain, secure].compactMap(\.self) }

    /// Opens the ports that are due. Called by one thread at a time; blocks.
    ///
    /// - Returns: how long until the next attempt; a minute if every port is open.
    @discardableResult func open(at now: ContinuousClock.Instant = .now) -> Duration {
        for port in all {
            let (isDue, ended) = port.state.withLock { state in
                defer { state.ended = nil }
                return (!state.isOpen && state.nextAttempt <= now, state.ended)
            }
            if let ended { port.outage.isMet("\(port.name) ended", ended) }
            if isDue { open(port, at: now) }
        }
        let waits = all.compactMap { port -> Duration? in
            port.state.withLock { $0.isOpen ? nil : $0.nextAttempt - now }
        }
        return max(waits.min() ?? .seconds(60), .zero)
    }

    private func open(_ port: Port, at now: ContinuousClock.Instant) {
        do throws(NetworkError) {
            var security: TLSContext?
            if let secure = port.secure {
                security = try TLSContext.acceptor(
                    secure.files, requiresCertificate: secure.requiresClientCertificate, logger: logger)
            }
            let (wanted, endings) = port.state.withLock { state in
                (state.openedAt, state.security) = (.now, security)
                return (state.number ?? 0, state.endings)
            }
            let number = try bind(Endpoint(address: port.address, port: wanted, security: security)) {
                [weak self] error in
                self?.ended(port, error)
            }
            let isOpen = port.state.withLock { state in
                state.number = number
                // It may have ended at once, on the thread that serves.
                state.isOpen = state.endings == endings
                return state.isOpen
            }
            if isOpen { port.outage.isOver() }
        } catch .stopping {
            port.state.withLock { $0.nextAttempt = now + .seconds(60) }
        } catch {
            port.state.withLock { $0.nextAttempt = now + $0.pauses.failed() }
            port.outage.isMet("\(port.name) is closed", error)
        }
    }

    /// A port has ended by itself. Called by the thread that serves.
    private func ended(_ port: Port, _ error: NetworkError) {
        port.state.withLock { state in
            (state.isOpen, state.ended, state.endings) = (false, error, state.endings + 1)
            // One that ends again and again must not be an incident each second.
            if ContinuousClock.now - state.openedAt >= Self.pauses.longest { state.pauses.reset() }
            state.nextAttempt = .now + state.pauses.failed()
        }
        loop.wake()
    }
}
