import CGlibc
import Glibc

/// What the kernel grants when a process gives up every right but to compute and to answer on what it has open.
package struct Confinement: Sendable, Equatable, Codable {
    /// Why system calls are not filtered; nil if they are.
    package let withoutSeccomp: String?
    /// Why files and ports are not refused by Landlock; nil if they are.
    package let withoutLandlock: String?

    package init(withoutSeccomp: String?, withoutLandlock: String?) {
        (self.withoutSeccomp, self.withoutLandlock) = (withoutSeccomp, withoutLandlock)
    }

    /// Confines this process for ever, as far as the kernel grants. No thread may have been started.
    package static func enter() -> Confinement {
        var granted = glibc_confinement()
        glibc_confine(&granted)
        func reason(_ code: Int32) -> String? { code == 0 ? nil : systemMessage(code) }
        return Confinement(
            withoutSeccomp: reason(granted.seccomp_errno), withoutLandlock: reason(granted.landlock_errno))
    }

    /// What the kernel does not grant, and why; nil if the process can do nothing but use what it has open.
    package var missing: String? {
        let parts = [withoutSeccomp.map { "seccomp (\($0))" }, withoutLandlock.map { "Landlock (\($0))" }]
        let missing = parts.compactMap(\.self)
        return missing.isEmpty ? nil : missing.joined(separator: " and ")
    }

    /// What an operator can do about what is missing.
    package static let hint =
        "decoding goes on without; allow seccomp and landlock_* to the service or container, or use Linux 5.13 or later"
}
