import Foundation
import OperatorErrors
import Platform
import WorkList
import WorkListDatabase

/// Says whether the work list of a state directory must be restored or rebuilt, and puts a damaged one aside.
struct LostWorkList {
    enum Condition: Equatable {
        case missing
        case damaged(fault: String)
        /// A rebuild was interrupted.
        case partlyRebuilt
        /// A restore of the copy with this digest was interrupted; nil if that is not known.
        case partlyRestored(digest: String?)
        case usable
    }

    let stateDirectory: String
    let condition: Condition
    private var path: String { WorkListStore.path(in: stateDirectory) }

    /// Whether another work list may take its place.
    var mayBeReplaced: Bool {
        switch condition {
        case .missing, .damaged, .partlyRestored: true
        case .partlyRebuilt, .usable: false
        }
    }

    /// - Throws: `WorkListError` if the work list is of another version, or cannot be opened for another reason than damage.
    init(in stateDirectory: String) throws {
        self.stateDirectory = stateDirectory
        let path = WorkListStore.path(in: stateDirectory)
        guard let status = FileStatus(path), status.byteCount > 0 else {
            condition = .missing
            return
        }
        do {
            let workList = try WorkListStore(stateDirectory: stateDirectory, for: .changing)
            if let fault = try workList.firstFault() {
                condition = .damaged(fault: fault)
            } else {
                condition =
                    try workList.isOpen(.restore)
                    ? .partlyRestored(digest: workList.restoredDigest())
                    : workList.isOpen(.rebuild) ? .partlyRebuilt : .usable
            }
        } catch WorkListError.damaged(_, let message) {
            condition = .damaged(fault: message)
        }
    }

    /// Renames a damaged or partly restored work list, which is never deleted: rows may be read from it by hand. A write-ahead
    /// log without its work list is renamed too, because SQLite would apply it to the next one.
    ///
    /// - Returns: the name that it has now, or that of a lone log; nil if there was nothing to put aside.
    func putAside(at now: Date = Date()) throws -> String? {
        let endings = ["-wal", "-shm", "-journal", ""].filter { FileStatus(path + $0) != nil }
        guard mayBeReplaced, !endings.isEmpty else { return nil }
        let time = now.formatted(.iso8601.dateTimeSeparator(.standard).timeSeparator(.omitted).dateSeparator(.omitted))
        func name(_ number: Int) -> String {
            "\(stateDirectory)/worklist-damaged-\(time)\(number == 0 ? "" : "-\(number)").sqlite"
        }
        // No name of an earlier one, whose rows would be lost.
        let taken = Set(Directory.names(in: stateDirectory).map { "\(stateDirectory)/\($0)" })
        let aside = name((0...).first { number in !taken.contains { $0.hasPrefix(name(number)) } } ?? 0)
        for ending in endings {
            guard rename(path + ending, aside + ending) == 0 else {
                throw PlatformError.file(operation: "rename", path: path + ending, errno: errno)
            }
        }
        try Directory.sync(stateDirectory)
        return endings.contains("") ? aside : aside + endings[0]
    }
}
