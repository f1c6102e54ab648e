package import FoundationEssentials
package import Logging
internal import Platform
internal import Synchronization

/// The certificates for TLS connections in one direction. They are reloaded when their files change, so that a new
/// certificate needs no restart.
package final class TLSContext: Sendable {
    private struct State {
        /// Nil until the files can be used for the first time.
        var credentials: TLSCredentials?
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

    /// Creates the context for connections to peers, also if the files cannot be used: each connection fails then, with the
    /// reason, until they can.
    package static func callingRequestor(_ files: TLSFiles, logger: Logger) -> TLSContext {
        TLSContext(later: files, logger: logger)
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

    private init(later files: TLSFiles, logger: Logger) {
        self.files = files
        role = .requestor
        self.logger = logger
        state = Mutex(State(credentials: nil, stamps: []))
        do throws(NetworkError) {
            _ = try current()
        } catch {
            logger.error(
                "no connections to peers over TLS until the certificate can be used: \(error)",
                metadata: ["hint": "\(error.hint)"])
        }
    }

    /// When our certificate expires; nil without one.
    package var expiry: Date? { (try? current())?.expiry }

    /// The credentials for the next connection: reloaded if the files have changed, or the previous ones if the new
    /// files cannot be used.
    ///
    /// - Throws: `credentials` if no files could be used so far.
    func current() throws(NetworkError) -> TLSCredentials {
        let stamps = files.all.map { FileStatus($0) }
        return try state.withLock { state throws(NetworkError) in
            guard let previous = state.credentials else {
                let credentials = try TLSCredentials(files, role: role)
                (state.credentials, state.stamps) = (credentials, stamps)
                warnOfExpiry(credentials)
                return credentials
            }
            guard state.stamps != stamps else { return previous }
            // Also remember files that cannot be used, to log each change once.
            state.stamps = stamps
            do throws(NetworkError) {
                let credentials = try TLSCredentials(files, role: role)
                state.credentials = credentials
                logger.info("certificate reloaded", metadata: ["certificate": "\(files.certificate)"])
                warnOfExpiry(credentials)
                return credentials
            } catch {
                logger.error("keeping the previous certificate: \(error)", metadata: ["hint": "\(error.hint)"])
                return previous
            }
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
