import DICOMCore
package import OperatorErrors

/// Why an operation on the work list failed, with a hint for the operator.
package enum WorkListError: OperatorError {
    /// The database file cannot be opened or migrated to this version's schema.
    case unusable(path: String, message: String)
    /// SQLite finds the database file malformed.
    case damaged(path: String, message: String)
    /// The work list has the schema of another version, and this program may not migrate it.
    ///
    /// `version` is the newer version that migrated it; nil when the work list is older or the version is not recorded.
    case otherSchema(path: String, isNewer: Bool, version: String? = nil)
    /// SQLite reported an error; nothing was changed.
    case database(message: String, isBusy: Bool, isOutOfSpace: Bool)
    /// The write-ahead log grew beyond its limit while the work list was copied.
    case changesTooFast(bytes: Int)
    /// No study in the work list matches this name.
    case noSuchStudy(String)
    /// More than one study matches this name.
    case ambiguousStudy(String, workItems: [Int64])

    /// The error for a row that this program cannot read, for instance a state that only a newer version knows.
    package static func unexpected(_ message: String) -> WorkListError {
        .database(message: message, isBusy: false, isOutOfSpace: false)
    }

    package var description: String {
        switch self {
        case .unusable(let path, let message): "the work list \(path) cannot be used: \(message)"
        case .damaged(let path, let message): "the work list \(path) is damaged: \(message)"
        case .otherSchema(let path, true, let version):
            "the work list \(path) has the schema of a newer version than this program (\(Implementation.version)): "
                + "\(version.map { "version \($0)" } ?? "an unknown version") migrated it"
        case .otherSchema(let path, false, _):
            "the work list \(path) has the schema of an older version than this program"
        case .database(let message, _, _): "the work list reported an error: \(message)"
        case .changesTooFast(let bytes):
            "the work list is written faster than it can be copied: its write-ahead log grew by \(bytes >> 20) MB"
        case .noSuchStudy(let name): "there is no study \(name) in the work list"
        case .ambiguousStudy(let name, let items):
            "\(name) names \(items.count) studies: work items \(items.map(String.init).joined(separator: ", "))"
        }
    }

    package var fault: FaultKind {
        switch self {
        case .unusable, .damaged: .unavailable
        case .otherSchema: .misconfigured
        case .database(_, isBusy: true, _), .changesTooFast: .busy
        case .database(_, _, isOutOfSpace: true): .outOfResources
        case .database: .unavailable
        case .noSuchStudy: .notFound
        case .ambiguousStudy: .invalid
        }
    }

    package var hint: String {
        switch self {
        case .unusable:
            "check that the state directory exists and belongs to the daemon's user"
        case .damaged(let path, _):
            "stop thoraxd and restore the latest backup, which keeps the damaged work list: thoraxctl restore BACKUP "
                + "--state-directory \(path.replacing("/worklist.sqlite", with: "")); without a backup, thoraxctl rebuild makes "
                + "it again from the stored files"
        case .otherSchema(_, true, _):
            "install that version of thoraxd and thoraxctl again, or restore the copy that it made before it migrated: "
                + "worklist-before-VERSION.sqlite in the state directory"
        case .otherSchema(_, false, _):
            "start this version's thoraxd, which migrates the work list; until then use the older thoraxctl"
        case .database(_, true, _):
            "another program holds the work list; if this persists, find it with fuser worklist.sqlite"
        case .database(_, _, true): "free space on the file system of the state directory"
        case .database: "see whether thoraxctl check finds the work list damaged"
        case .changesTooFast: "run the backup at a quieter time, or to a faster disk"
        case .noSuchStudy:
            "give a work item's number, a Study Instance UID or an accession number; thoraxctl worklist lists them"
        case .ambiguousStudy: "give the work item's number or the Study Instance UID"
        }
    }
}
