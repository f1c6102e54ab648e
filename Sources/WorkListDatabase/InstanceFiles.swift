package import FoundationEssentials
package import Platform
import Synchronization

/// Where received and written objects lie below the state directory. Names are ours, never from a data set.
package struct InstanceFiles: Sendable {
    package let stateDirectory: String
    /// The directory that new files go to, known to be on disk.
    private static let latest = Mutex("")

    /// - Parameter isToBeMade: creates the directories that are missing.
    init(stateDirectory: String, isToBeMade: Bool = true) throws(PlatformError) {
        self.stateDirectory = stateDirectory
        guard isToBeMade else { return }
        for directory in [stateDirectory, incoming, "\(stateDirectory)/instances", "\(stateDirectory)/quarantine"] {
            try Directory.create(directory)
        }
    }

    /// Where objects are written until they are complete; on the same file system as `instances`.
    package var incoming: String { "\(stateDirectory)/incoming" }

    /// Removes half-written files. Only for the one process that receives, before it does.
    package func removeLeftovers() {
        Directory.removeFiles(in: incoming, suffix: ".part")
    }

    /// A new name under `instances`, relative to the state directory: `instances/ab/cd/<id>.dcm`.
    ///
    /// `abcd` counts hours, so that objects which arrive together lie together and a directory's entries stay few.
    package func newInstancePath(at now: Date = Date()) throws(PlatformError) -> String {
        let directory = Self.directory(ofHour: Int(now.timeIntervalSince1970) / 3600)
        // One thread makes the directory of an hour and syncs its entries before any file in it counts as durable.
        try Self.latest.withLock { latest throws(PlatformError) in
            guard latest != absolute(directory) || !Directory.exists(latest) else { return }
            try Directory.create(absolute(directory))
            try Directory.sync(Directory.parent(of: absolute(directory)))
            try Directory.sync(absolute("instances"))
            latest = absolute(directory)
        }
        return "\(directory)/\(Self.newID()).dcm"
    }

    /// Where the objects of an hour since 1970 lie.
    package static func directory(ofHour hour: Int) -> String {
        let number = String(UInt16(truncatingIfNeeded: hour), radix: 16)
        let digits = String(repeating: "0", count: 4 - number.count) + number
        return "instances/\(digits.prefix(2))/\(digits.suffix(2))"
    }

    /// A new name under `quarantine`, relative to the state directory.
    package func newQuarantinePath() -> String { "quarantine/\(Self.newID()).dcm" }

    /// The full path of a path that the work list keeps.
    package func absolute(_ path: String) -> String { "\(stateDirectory)/\(path)" }

    private static func newID() -> String {
        let digits = String(UInt128.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }
}
