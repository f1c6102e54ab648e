package import DICOMNetwork

/// The settings of TLS with their defaults: no port.
package struct TLSConfiguration: Sendable, Equatable {
    /// `nil` for none; 0 lets the system choose.
    package var port: UInt16?
    /// Paths of PEM files; empty if not set.
    package var certificate = ""
    package var key = ""
    package var authorities = ""
    /// Serve only peers with a certificate of one of the authorities.
    package var requiresClientCertificate = true

    /// Whether every file for calling a peer is set.
    var canCall: Bool { ![certificate, key, authorities].contains("") }

    package var files: TLSFiles {
        TLSFiles(certificate: certificate, key: key, authorities: authorities.isEmpty ? nil : authorities)
    }
}

extension DaemonConfiguration {
    /// Checks that the ports and peers have the files that they need.
    func checkPorts() throws(ConfigurationError) {
        guard dicomPort != nil || tls.port != nil else { throw .noPort }
        if tls.port != nil {
            try require("certificate", tls.certificate, for: "dicom.tls.port")
            try require("key", tls.key, for: "dicom.tls.port")
            if tls.requiresClientCertificate {
                try require("authorities", tls.authorities, for: "dicom.tls.require_client_certificate")
            }
        }
        if web.isSecure, web.key.isEmpty { throw .missingNeed(name: "web.tls.key", for: "web.tls.certificate") }
        if !web.isSecure, !web.key.isEmpty { throw .missingNeed(name: "web.tls.certificate", for: "web.tls.key") }
        for peer in peers where tls.port != nil && !tls.requiresClientCertificate {
            if !peer.certificateNames.isEmpty { throw .anonymousPeer(name: peer.name, need: "certificate_names") }
            if peer.permissions.contains(.sign), peer.addresses.isEmpty {
                throw .anonymousPeer(name: peer.name, need: "the permission sign and no addresses")
            }
        }
        for peer in peers where peer.usesTLS {
            guard peer.host != nil else {
                if tls.port == nil { throw .missingNeed(name: "dicom.tls.port", for: "tls of the peer \(peer.name)") }
                continue
            }
            try require("certificate", tls.certificate, for: "tls of the peer \(peer.name)")
            try require("key", tls.key, for: "tls of the peer \(peer.name)")
            try require("authorities", tls.authorities, for: "tls of the peer \(peer.name)")
        }
    }

    private func require(_ key: String, _ value: String, for need: String) throws(ConfigurationError) {
        if value.isEmpty { throw .missingNeed(name: "dicom.tls.\(key)", for: need) }
    }
}
