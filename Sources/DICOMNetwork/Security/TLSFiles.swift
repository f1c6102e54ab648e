/// Paths of the PEM files for TLS.
package struct TLSFiles: Sendable, Equatable {
    /// Our certificate followed by its chain up to an authority that peers know; empty if we present none.
    package var certificate: String
    /// Its unencrypted private key.
    package var key: String
    /// The authorities that issue peers' certificates; `nil` if peers' certificates are not checked.
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
