package import FoundationEssentials
import Glibc
package import Platform
import Synchronization

/// Paths of received and written objects below the state directory. File names are generated, never taken from a data
/// set.
package struct InstanceFiles: Sendable {
    package let stateDirectory: String
    /// The directory of the current hour, once its entry is synced to disk.
    private static let latest = Mutex("")

    /// - Parameter isToBeMade: whether to create missing directories.
    init(stateDirectory: String, isToBeMade: Bool = true) throws(PlatformError) {
        self.stateDirectory = stateDirectory
        guard isToBeMade else { return }
        for directory in [stateDirectory, incoming, "\(stateDirectory)/instances", "\(stateDirectory)/quarantine"] {
            try Directory.create(directory)
        }
    }

    /// Directory for incomplete objects; it is on the same file system as `instances`.
    package var incoming: String { "\(stateDirectory)/incoming" }

    /// Directory in which a restore prepares the work list before it is put in place.
    package static func staging(in stateDirectory: String) -> String { "\(stateDirectory)/restoring" }

    /// Removes what killed processes have left: incomplete files, and the staged work list of a restore, which the next one
    /// copies again. Only the process that receives objects may call it, before it starts receiving.
    package func removeLeftovers() {
        for directory in [incoming, stateDirectory] { DurableFile.removeLeftovers(in: directory) }
        // Copies of the work list. Others may have put files here that end in the same way.
        for name in Directory.names(in: stateDirectory)
        where name.hasPrefix("worklist") && (name.hasSuffix(".sqlite.part") || name.hasSuffix(".sqlite.part-journal")) {
            unlink(absolute(name))
        }
        Directory.remove(Self.staging(in: stateDirectory))
    }

    /// Returns a new path under `instances`, relative to the state directory: `instances/ab/cd/<id>.dcm`.
    ///
    /// `abcd` counts hours, so that objects received together are stored together and directories stay small.
    package func newInstancePath(at now: Date = Date()) throws(PlatformError) -> String {
        let directory = Self.directory(ofHour: Int(now.timeIntervalSince1970) / 3600)
        // One thread creates the directory of an hour and syncs it before any file in it counts as durable.
        try Self.latest.withLock { latest throws(PlatformError) in
            guard latest != absolute(directory) || !Directory.exists(latest) else { return }
            try Directory.create(absolute(directory))
            try Directory.sync(Directory.parent(of: absolute(directory)))
            try Directory.sync(absolute("instances"))
            latest = absolute(directory)
        }
        return "\(directory)/\(Self.newID()).dcm"
    }

    /// The directory for objects received in an hour, counted from 1970.
    package static func directory(ofHour hour: Int) -> String {
        let number = String(UInt16(truncatingIfNeeded: hour), radix: 16)
        let digits = String(repeating: "0", count: 4 - number.count) + number
        return "instances/\(digits.prefix(2))/\(digits.suffix(2))"
    }

    /// Returns a new path under `quarantine`, relative to the state directory.
    package func newQuarantinePath() -> String { "quarantine/\(Self.newID()).dcm" }

    /// Directory of pictures rendered from stored images. Missing pictures are rendered again, so any file in it may be
    /// removed at any time and none belongs to a backup.
    package var derived: String { "\(stateDirectory)/derived" }

    /// Returns the directory for the pictures of one file. Below `derived/<revision>` it has the same place as the file below
    /// the state directory.
    ///
    /// - Parameters:
    ///   - path: full path of the file, or its path in the work list.
    ///   - revision: revision of the code that renders the pictures.
    package func derivedDirectory(of path: String, revision: String) -> String {
        let own = path.hasPrefix("\(stateDirectory)/") ? path.dropFirst(stateDirectory.count + 1) : path[...]
        return "\(derived)/\(revision)/\(own.hasSuffix(".dcm") ? own.dropLast(4) : own)"
    }

    /// Removes the pictures of a file. The file itself must be removed first.
    ///
    /// - Throws: if a picture cannot be removed.
    package func removeDerived(of path: String) throws(PlatformError) {
        for revision in Directory.names(in: derived) {
            let directory = derivedDirectory(of: path, revision: revision)
            for name in Directory.names(in: directory) {
                guard unlink("\(directory)/\(name)") == 0 || errno == ENOENT else {
                    throw .file(operation: "remove", path: "\(directory)/\(name)", errno: errno)
                }
            }
            rmdir(directory)
        }
    }

    /// Returns the full path for a path stored in the work list.
    package func absolute(_ path: String) -> String { "\(stateDirectory)/\(path)" }

    private static func newID() -> String {
        let digits = String(UInt128.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }
}
