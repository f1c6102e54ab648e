import FoundationEssentials
import Glibc
import NIOSSL
import Platform

/// A certificate and its key that belong together.
struct CertificatePair: Sendable {
    private let chain: [NIOSSLCertificate]
    private let key: NIOSSLPrivateKey
    let expiry: Date

    /// Reads the files.
    ///
    /// - Throws: `HTTPServerError.certificate` with what to do.
    init(_ files: ServerCertificate.Files) throws(HTTPServerError) {
        for path in [files.certificate, files.key] where access(path, R_OK) != 0 {
            throw .certificate(
                "\(path) cannot be read (errno \(errno))", hint: "name a PEM file that the daemon's user can read")
        }
        if FileStatus(files.key)?.isOpenToOthers == true {
            throw .certificate(
                "the key \(files.key) is open to every user of this machine", hint: "chmod 640 \(files.key)")
        }
        do {
            chain = try NIOSSLCertificate.fromPEMFile(files.certificate)
            key = try NIOSSLPrivateKey(file: files.key, format: .pem)
            guard let first = chain.first else { throw NIOSSLError.failedToLoadCertificate }
            expiry = Date(timeIntervalSince1970: Double(first.notValidAfter))
            // Fails if the key is another certificate's.
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw .certificate(
                "\(files.certificate) and \(files.key): \(error)",
                hint: "name PEM files: the certificate and then its chain; its own key, without a password")
        }
    }

    /// The TLS configuration of a server with this certificate.
    var configuration: TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.cipherSuites = "ECDHE+AESGCM:ECDHE+CHACHA20"
        configuration.applicationProtocols = ["http/1.1"]
        return configuration
    }

    /// The certificate and key that a handshake uses instead of those of the configuration.
    var override: NIOSSLContextConfigurationOverride {
        var override = NIOSSLContextConfigurationOverride()
        override.certificateChain = chain.map { .certificate($0) }
        override.privateKey = .privateKey(key)
        return override
    }
}
