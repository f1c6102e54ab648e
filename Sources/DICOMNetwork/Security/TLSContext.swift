package import FoundationEssentials
internal import Glibc
package import Logging
internal import Synchronization

/// The certificates for TLS connections in one direction, read again when their files have changed: a new certificate
/// needs no restart.
package final class TLSContext: Sendable {
    private struct State {
        var credentials: TLSCredentials
        var stamps: [Stamp]
    }

    /// A file as it was when it was read.
    private struct Stamp: Equatable {
        let inode: UInt
        let size: Int
        let seconds: Int
        let nanoseconds: Int

        init(_ path: String) {
            var status = stat()
            let isThere = stat(path, &status) == 0
            inode = isThere ? UInt(status.st_ino) : 0
            size = isThere ? Int(status.st_size) : 0
            seconds = isThere ? status.st_mtim.tv_sec : 0
            nanoseconds = isThere ? status.st_mtim.tv_nsec : 0
        }
    }

    /// Seconds before its end from which on a certificate is warned of.
    private static let notice: TimeInterval = 30 * 86_400

    private let files: TLSFiles
    private let role: TLSCredentials.Role
    private let logger: Logger
    private let state: Mutex<State>

    /// For connections that peers open.
    ///
    /// - Parameter requiresCertificate: serve peers with a certificate of one of the authorities alone; peers are not
    ///   asked for one otherwise.
    /// - Throws: `credentials` where a file cannot be used.
    package static func acceptor(
        _ files: TLSFiles, requiresCertificate: Bool, logger: Logger
    ) throws(NetworkError) -> TLSContext {
        try TLSContext(files, role: .acceptor(requiresCertificate: requiresCertificate), logger: logger)
    }

    /// For connections to peers, whose certificates have to come from one of the authorities. The name in the
    /// certificate is not compared with the host: in DICOM a certificate names a device, not an address.
    package static func requestor(_ files: TLSFiles, logger: Logger) throws(NetworkError) -> TLSContext {
        try TLSContext(files, role: .requestor, logger: logger)
    }

    private init(_ files: TLSFiles, role: TLSCredentials.Role, logger: Logger) throws(NetworkError) {
        self.files = files
        self.role = role
        self.logger = logger
        let stamps = files.all.map(Stamp.init)
        let credentials = try TLSCredentials(files, role: role)
        state = Mutex(State(credentials: credentials, stamps: stamps))
        warnOfExpiry(credentials)
    }

    /// When our certificate ends; nil where there is none.
    package var expiry: Date? { current().expiry }

    /// The credentials for the next connection: those of the files as they are, or, where these cannot be used, those
    /// before.
    func current() -> TLSCredentials {
        let stamps = files.all.map(Stamp.init)
        return state.withLock { state in
            guard state.stamps != stamps else { return state.credentials }
            // Also where they cannot be used: one line for one change.
            state.stamps = stamps
            do throws(NetworkError) {
                state.credentials = try TLSCredentials(files, role: role)
                logger.info("certificate read again", metadata: ["certificate": "\(files.certificate)"])
                warnOfExpiry(state.credentials)
            } catch {
                logger.error("the former certificate stays in use: \(error)", metadata: ["hint": "\(error.hint)"])
            }
            return state.credentials
        }
    }

    private func warnOfExpiry(_ credentials: TLSCredentials) {
        guard let left = credentials.expiry?.timeIntervalSinceNow, left < Self.notice else { return }
        let when = left < 0 ? "has expired" : "expires in \(Int(left / 86_400)) days"
        logger.warning(
            "the certificate \(when)",
            metadata: ["certificate": "\(files.certificate)", "hint": "replace it; the daemon reads it by itself"])
    }
}
