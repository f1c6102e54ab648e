package import DICOMCore
package import Platform
import WorkList
package import WorkListDatabase

/// Admits an object whose file lies in the state directory and has no row, by the rules of `InstanceIntake`. The daemon
/// is not running.
package struct FileAdmission {
    package enum Outcome: Equatable, Sendable {
        case admitted
        /// The same object has a row; its file is moved there if the row's own is missing or damaged.
        case alreadyStored
        /// Another object is stored under this SOP Instance UID.
        case quarantined(reason: String)
    }

    private let workList: WorkListStore

    package init(_ workList: WorkListStore) { self.workList = workList }

    /// - Parameters:
    ///   - path: relative to the state directory.
    ///   - store: writes the row of a new object.
    package func admit(
        _ path: String, _ header: InstanceHeader, _ contents: DurableFile.Contents,
        store: (_ path: String) throws -> Void
    ) throws -> Outcome {
        switch try workList.standing(of: header.sopInstanceUID, sha256: contents.sha256) {
        case .new:
            try store(home(of: path))
            return .admitted
        case .sameBytes:
            if let stored = try workList.storedInstance(header.sopInstanceUID),
                (try? DurableFile.Contents(ofFileAt: stored.path)) != contents
            {
                try move(path, to: String(stored.path.dropFirst(workList.files.stateDirectory.count + 1)))
            }
            return .alreadyStored
        case .otherBytes:
            return try compare(path, header, contents)
        }
    }

    /// Rows name files below `instances/` only, because retention removes old files of `unlisted/`.
    private func home(of path: String) throws -> String {
        if path.hasPrefix("instances/") { return path }
        let place = try workList.files.newInstancePath()
        try move(path, to: place)
        return place
    }

    private func compare(
        _ path: String, _ header: InstanceHeader, _ contents: DurableFile.Contents
    ) throws -> Outcome {
        guard let stored = try workList.storedInstance(header.sopInstanceUID) else { throw IntakeError.storedMeanwhile }
        let file = workList.files.absolute(path)
        let outcome = ObjectComparison(stored: stored).outcome(for: try ScanSource(path: file), at: file, header)
        guard case .other(let reason) = outcome else {
            return .alreadyStored
        }
        guard try !workList.isQuarantined(header.sopInstanceUID, sha256: contents.sha256) else { return .alreadyStored }
        let place = workList.files.newQuarantinePath()
        try move(path, to: place)
        try workList.recordQuarantined(
            header, path: place, contents: contents, callingAETitle: nil,
            reason: "other bytes are stored under this SOP Instance UID: \(reason)")
        return .quarantined(reason: reason)
    }

    /// The move is durable before a row names the file; interrupted before that, the file is found where it is then.
    private func move(_ path: String, to place: String) throws {
        let (source, target) = (workList.files.absolute(path), workList.files.absolute(place))
        try Directory.create(Directory.parent(of: target))
        try DurableFile.commit(source, as: target)
        try Directory.sync(Directory.parent(of: source))
    }
}
