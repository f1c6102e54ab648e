import Foundation
import Platform
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// Checks that the ports are free while the daemon is down, and that the daemon holds them while it runs.
struct PortCheck {
    let configuration: DaemonConfiguration

    func findings() -> [CheckResult] {
        let ports = [
            ("port", configuration.dicomPort), ("TLS port", configuration.tls.port),
            ("web port", configuration.web.port), ("metrics port", configuration.metricsPort),
        ]
        return ports.compactMap { name, port in port.map { finding(name, $0) } }
    }

    private func finding(_ name: String, _ port: UInt16) -> CheckResult {
        let daemon = LockFile.holder(at: WorkListStore.daemonLockPath(in: configuration.stateDirectory))
        guard port != 0 else { return .ok(name, "chosen by the system when thoraxd starts") }
        let sockets = Self.listeners(on: port)
        guard !sockets.isEmpty else {
            guard let daemon else { return .ok(name, "\(port) is free") }
            return .fail(
                name, "thoraxd is running (pid \(daemon)) but nothing listens on \(port)",
                hint: "restart thoraxd: its configuration has changed since it started")
        }
        guard let daemon else {
            return .fail(
                name, "another program listens on \(port) and thoraxd is not running",
                hint: "find it with: ss -ltnp sport = :\(port)")
        }
        switch Self.holds(daemon, sockets) {
        case true?: return .ok(name, "thoraxd (pid \(daemon)) listens on \(port)")
        case false?:
            return .fail(
                name, "another program, not thoraxd (pid \(daemon)), listens on \(port)",
                hint: "find it with: ss -ltnp sport = :\(port)")
        case nil:
            return .warn(
                name, "\(Account.current.name) may not see which program listens on \(port)",
                hint: "run thoraxctl check as root or as the account of the service")
        }
    }

    /// The inodes of the sockets that listen on a port, at any address (proc(5), /proc/net/tcp).
    private static func listeners(on port: UInt16) -> Set<Substring> {
        let digits = String(port, radix: 16, uppercase: true)
        let ending = ":" + String(repeating: "0", count: 4 - digits.count) + digits
        return ["/proc/net/tcp", "/proc/net/tcp6"].reduce(into: []) { inodes, file in
            let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
            for line in text.split(whereSeparator: \.isNewline).dropFirst() {
                let fields = line.split(separator: " ")
                guard fields.count > 9, fields[1].hasSuffix(ending), fields[3] == "0A" else { continue }
                inodes.insert(fields[9])
            }
        }
    }

    /// Whether a process holds one of these sockets; nil if this account may not see its file descriptors.
    private static func holds(_ process: Int32, _ inodes: Set<Substring>) -> Bool? {
        let folder = "/proc/\(process)/fd"
        guard access(folder, R_OK) == 0 else { return nil }
        return Directory.names(in: folder).contains { name in
            guard let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)") else {
                return false
            }
            return inodes.contains { link == "socket:[\($0)]" }
        }
    }
}
