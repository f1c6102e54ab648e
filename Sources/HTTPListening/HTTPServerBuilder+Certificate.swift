package import HummingbirdCore
import HummingbirdTLS

extension HTTPServerBuilder {
    /// HTTP/1.1, over TLS if there is a certificate.
    ///
    /// - Throws: `HTTPServerError.certificate` if the certificate cannot be used.
    package static func http1(
        configuration: HTTP1Channel.Configuration, certificate: ServerCertificate?
    ) throws -> HTTPServerBuilder {
        let plain = HTTPServerBuilder.http1(configuration: configuration)
        guard let certificate else { return plain }
        return try .tls(plain, tlsConfiguration: certificate.configuration())
    }
}
