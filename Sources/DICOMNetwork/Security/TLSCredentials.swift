internal import CDCMTK
internal import FoundationEssentials
internal import Glibc
internal import Platform

/// Certificates loaded and ready for connections. Freed with the last reference.
// `handle` never changes and OpenSSL counts its references itself, so any thread may pass it to a connection.
final class TLSCredentials: @unchecked Sendable {
    /// The node's role in the connections that use them.
    enum Role: Sendable, Equatable {
        case acceptor(requiresCertificate: Bool)
        case requestor
    }

    let handle: OpaquePointer
    /// When our certificate expires; nil if we present none.
    let expiry: Date?

    /// Reads and checks the files.
    ///
    /// - Throws: `credentials` with a hint.
    init(_ files: TLSFiles, role: Role) throws(NetworkError) {
        if let reason = cd_initialize() { throw .library(String(cString: reason)) }
        for path in files.all where access(path, R_OK) != 0 {
            throw .credentials(
                "\(path) cannot be read (errno \(errno))", hint: "Give a PEM file that the daemon's user can read.")
        }
        if FileStatus(files.key)?.isOpenToOthers == true {
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
                hint: "Give PEM files: the certificate chain, our own first; its unencrypted key; the authorities."
            )
        }
        handle = made
        expiry = files.certificate.isEmpty ? nil : Date(timeIntervalSince1970: Double(seconds))
    }

    deinit { cd_security_destroy(handle) }
}
