package import FoundationEssentials
package import Logging
internal import Platform
internal import Synchronization

/// The certificates for TLS connections in one direction. They are reloaded when their files change, so that a new
/// certificate needs no restart.
package final class TLSContext: Sendable {
    private struct State {
        var credentials: TLSCredentials
        /// The versions of the files that were read.
        var stamps: [FileStatus?]
    }

    /// How long before its expiry a certificate is warned about, in seconds.
    private static let notice: TimeInterval = 30 * 86_400

    private let files: TLSFiles
    private let role: TLSCredentials.Role
    private let logger: Logger
    private let state: Mutex<State>

    /// Creates the context for connections from peers.
    ///
    /// - Parameter requiresCertificate: serve only peers with a certificate from one of the authorities; otherwise
    ///   peers are not asked for one.
    /// - Throws: `credentials` if a file cannot be used.
    package static func acceptor(
        _ files: TLSFiles, requiresCertificate: Bool, logger: Logger
    ) throws(NetworkError) -> TLSContext {
        try TLSContext(files, role: .acceptor(requiresCertificate: requiresCertificate), logger: logger)
    }

    /// Creates the context for connections to peers, whose certificates must come from one of the authorities. The name
    /// in the certificate is not compared with the host: in DICOM a certificate names a device, not an address.
    package static func requestor(_ files: TLSFiles, logger: Logger) throws(NetworkError) -> TLSContext {
        try TLSContext(files, role: .requestor, logger: logger)
    }

    private init(_ files: TLSFiles, role: TLSCredentials.Role, logger: Logger) throws(NetworkError) {
        self.files = files
        self.role = role
        self.logger = logger
        let stamps = files.all.map { FileStatus($0) }
        let credentials = try TLSCredentials(files, role: role)
        state = Mutex(State(credentials: credentials, stamps: stamps))
        warnOfExpiry(credentials)
    }

    /// When our certificate expires; nil without one.
    package var expiry: Date? { current().expiry }

    /// The credentials for the next connection: reloaded if the files have changed, or the previous ones if the new
    /// files cannot be used.
    func current() -> TLSCredentials {
        let stamps = files.all.map { FileStatus($0) }
        return state.withLock { state in
            guard state.stamps != stamps else { return state.credentials }
            // Also remember files that cannot be used, to log each change once.
            state.stamps = stamps
            do throws(NetworkError) {
                state.credentials = try TLSCredentials(files, role: role)
                logger.info("certificate reloaded", metadata: ["certificate": "\(files.certificate)"])
                warnOfExpiry(state.credentials)
            } catch {
                logger.error("keeping the previous certificate: \(error)", metadata: ["hint": "\(error.hint)"])
            }
            return state.credentials
        }
    }

    private func warnOfExpiry(_ credentials: TLSCredentials) {
        guard let left = credentials.expiry?.timeIntervalSinceNow, left < Self.notice else { return }
        let when = left < 0 ? "has expired" : "expires in \(Int(left / 86_400)) days"
        logger.warning(
            "the certificate \(when)",
            metadata: ["certificate": "\(files.certificate)", "hint": "replace it; the daemon reloads it"])
    }
}
