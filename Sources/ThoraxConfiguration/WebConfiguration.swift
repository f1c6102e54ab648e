package import DICOMNetwork

/// The settings of the web listener with their defaults: no port.
package struct WebConfiguration: Sendable, Equatable {
    package var address = "127.0.0.1"
    /// `nil` for none; 0 lets the system choose.
    package var port: UInt16?
    /// Paths of PEM files; empty for HTTP without TLS.
    package var certificate = ""
    package var key = ""
    /// The address that clients use, without a slash at the end; empty for that of the listener.
    package var publicURL = ""
    /// Origins whose pages may read answers.
    package var origins: [String] = []
    package var trustedProxies: [AddressRange] = []
    /// The header in which those proxies say who is signed in there; empty for none.
    package var userHeader = ""

    /// Whether it speaks TLS.
    package var isSecure: Bool { !certificate.isEmpty }
    package var files: TLSFiles { TLSFiles(certificate: certificate, key: key) }
}
