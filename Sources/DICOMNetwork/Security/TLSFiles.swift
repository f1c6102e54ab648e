/// Where the certificates for TLS are: PEM files.
package struct TLSFiles: Sendable, Equatable {
    /// Our certificate, and after it those up to an authority that peers know; empty where we show none.
    package var certificate: String
    /// Its private key, not encrypted.
    package var key: String
    /// The authorities that peers' certificates come from; `nil` where no peer's certificate is looked at.
    package var authorities: String?

    package init(certificate: String, key: String, authorities: String? = nil) {
        self.certificate = certificate
        self.key = key
        self.authorities = authorities
    }

    var all: [String] {
        (certificate.isEmpty ? [] : [certificate, key]) + (authorities.map { [$0] } ?? [])
    }
}
