internal import CDCMTK
internal import FoundationEssentials
internal import Glibc

/// Certificates as they were read, ready for connections. Freed when the last user lets go.
// `handle` never changes and OpenSSL counts its uses itself, so any thread may hand it to a connection.
final class TLSCredentials: @unchecked Sendable {
    /// What the node does with a connection they are used for.
    enum Role: Sendable, Equatable {
        case acceptor(requiresCertificate: Bool)
        case requestor
    }

    let handle: OpaquePointer
    /// When our certificate ends; nil where we show none.
    let expiry: Date?

    /// Reads and checks the files.
    ///
    /// - Throws: `credentials`, with what is to be done.
    init(_ files: TLSFiles, role: Role) throws(NetworkError) {
        if let reason = cd_initialize() { throw .library(String(cString: reason)) }
        for path in files.all where access(path, R_OK) != 0 {
            throw .credentials(
                "\(path) cannot be read (errno \(errno))", hint: "Name a PEM file that the daemon's user can read.")
        }
        var status = stat()
        if stat(files.key, &status) == 0, status.st_mode & 0o007 != 0 {
            throw .credentials(
                "the key \(files.key) is open to every user of this machine", hint: "chmod 640 \(files.key)")
        }
        var requiresCertificate = false
        if case .acceptor(let isRequired) = role { requiresCertificate = isRequired }
        var seconds: Int64 = 0
        let made = cd_security_create(
            files.certificate.isEmpty ? nil : files.certificate, files.key, files.authorities, role != .requestor,
            requiresCertificate, &seconds)
        guard let made else {
            throw .credentials(
                "TLS files \(files.all.joined(separator: ", ")): \(String(cString: cd_last_error()))",
                hint: "Give PEM files: the certificate first in its chain, its own key without a password, authorities."
            )
        }
        handle = made
        expiry = files.certificate.isEmpty ? nil : Date(timeIntervalSince1970: Double(seconds))
    }

    deinit { cd_security_destroy(handle) }
}
