import DICOMNetwork
import Foundation

/// Something in a configuration that is allowed but does not do what it seems to, and what to do about it.
package struct ConfigurationWarning: Sendable, Equatable, CustomStringConvertible {
    package let description: String
    package let hint: String

    package init(description: String, hint: String) {
        self.description = description
        self.hint = hint
    }
}

extension DaemonConfiguration {
    /// What the daemon would start with although it is probably a mistake.
    package var warnings: [ConfigurationWarning] {
        var warnings: [ConfigurationWarning] = []
        func warn(_ description: String, hint: String) {
            warnings.append(ConfigurationWarning(description: description, hint: hint))
        }
        if !stateDirectory.hasPrefix("/") {
            warn(
                "state_directory is \(stateDirectory), relative to wherever the daemon is started",
                hint: "write the whole path, beginning with /")
        }
        if web.port != nil, !web.isSecure, !["127.0.0.1", "::1"].contains(web.address) {
            warn(
                "web.address is \(web.address) without web.tls: tokens and patient data can be read on the way",
                hint: "name a certificate and its key in web.tls, or listen on 127.0.0.1 behind a proxy that has them")
        }
        for peer in peers {
            if peer.requestsCommitment, peer.forms.isEmpty {
                warn(
                    "the peer \(peer.name) has request_commitment, but is sent nothing that it could commit to",
                    hint: "list under deliver what it is sent, or remove request_commitment")
            }
            if peer.permissions.contains(.commit), peer.host == nil, !peer.reportsOnSameAssociation {
                warn(
                    "the peer \(peer.name) has the permission commit, but no host to which the results are sent",
                    hint: "add its host and port, or report_on_same_association: true")
            }
            if isThisNode(peer) {
                warn(
                    "the peer \(peer.name) is this node: its AE title, host and port are ours",
                    hint: "remove it, or correct its host and port")
            }
        }
        return warnings
    }

    /// What is probably a mistake on this machine. `thoraxctl check` tries these things instead.
    package var warningsOfMachine: [ConfigurationWarning] {
        var warnings: [ConfigurationWarning] = []
        if !FileManager.default.fileExists(atPath: model) {
            warnings.append(
                ConfigurationWarning(
                    description: "model is \(model), which does not exist: nothing can be drafted",
                    hint: "name the directory of a model bundle; the package has one in /usr/share/thoraxd/model"))
        }
        for (name, address, port) in [
            ("dicom.address", dicomAddress, dicomPort ?? tls.port), ("web.address", web.address, web.port),
            ("metrics.address", metricsAddress, metricsPort),
        ] where port != nil && LocalAddress.isOfAnotherMachine(address) {
            warnings.append(
                ConfigurationWarning(
                    description: "\(name) is \(address), which no interface of this machine has",
                    hint: "name one that ip address shows, or 0.0.0.0 for every interface"))
        }
        for (name, port) in [
            ("dicom.port", dicomPort), ("dicom.tls.port", tls.port), ("web.port", web.port),
            ("metrics.port", metricsPort),
        ] {
            guard let port, port > 0, port < Self.firstUnprivilegedPort else { continue }
            warnings.append(
                ConfigurationWarning(
                    description:
                        "\(name) is \(port): only root and CAP_NET_BIND_SERVICE may listen below \(Self.firstUnprivilegedPort)",
                    hint: """
                        choose a higher port, or add AmbientCapabilities=CAP_NET_BIND_SERVICE and \
                        CapabilityBoundingSet=CAP_NET_BIND_SERVICE with: systemctl edit thoraxd
                        """))
        }
        return warnings
    }

    /// Whether calling the peer would call this daemon.
    private func isThisNode(_ peer: Peer) -> Bool {
        guard let host = peer.host, peer.aeTitle == aeTitle else { return false }
        let ours = [dicomAddress, "127.0.0.1", "localhost"]
        return ours.contains(host) && (peer.port == dicomPort || peer.port == tls.port)
    }

    /// The lowest port that every process may listen on, 1024 unless the system was told otherwise (ip(7)).
    private static let firstUnprivilegedPort: Int = {
        let setting = try? String(contentsOfFile: "/proc/sys/net/ipv4/ip_unprivileged_port_start", encoding: .utf8)
        return setting.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) } ?? 1024
    }()
}
