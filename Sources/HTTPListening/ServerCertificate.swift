package import FoundationEssentials
import NIOCore
import NIOSSL
import Platform
import Synchronization
package import WorkListDatabase

/// The certificate of an HTTPS server. It is read again when its files change, so that a new one needs no restart: each
/// handshake uses the one that is there, and open connections stay.
package final class ServerCertificate: Sendable {
    /// Paths of PEM files.
    package struct Files: Sendable, Equatable {
        /// The certificate of the server followed by its chain.
        package let certificate: String
        /// Its unencrypted private key.
        package let key: String

        package init(certificate: String, key: String) { (self.certificate, self.key) = (certificate, key) }
    }

    private struct State {
        var pair: CertificatePair?
        /// The versions of the files that were read last.
        var read: [FileStatus?] = []
    }

    private let files: Files
    private let outage: RepeatedCondition
    private let state = Mutex(State())

    /// - Parameter incidents: gets an incident when changed files cannot be used.
    package init(_ files: Files, incidents: IncidentLog) {
        self.files = files
        outage = RepeatedCondition(in: incidents, end: "the certificate can be used again")
    }

    /// When the certificate expires; nil if it cannot be used.
    package var expiry: Date? { try? current().expiry }

    /// TLS 1.2 and 1.3 with forward secrecy and authenticated encryption (BCP 195).
    ///
    /// - Throws: `HTTPServerError.certificate` if the files cannot be used.
    func configuration() throws(HTTPServerError) -> TLSConfiguration {
        var configuration = try current().configuration
        configuration.sslContextCallback = { [self] _, promise in
            // Files are read on a thread that may block.
            promise.completeWithTask { try await OwnedThread.run(name: "web-tls") { try self.current().override } }
        }
        return configuration
    }

    /// The pair for the next connection: read again if a file has changed, or the previous one if it cannot be used.
    private func current() throws(HTTPServerError) -> CertificatePair {
        let found = [FileStatus(files.certificate), FileStatus(files.key)]
        return try state.withLock { state throws(HTTPServerError) in
            if let pair = state.pair, state.read == found { return pair }
            // Files that cannot be used are remembered too, to be reported once.
            state.read = found
            do throws(HTTPServerError) {
                let pair = try CertificatePair(files)
                state.pair = pair
                outage.isOver()
                return pair
            } catch {
                guard let previous = state.pair else { throw error }
                outage.isMet("keeping the previous certificate", error)
                return previous
            }
        }
    }
}
