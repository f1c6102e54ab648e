import OperatorErrors
import Platform
import WorkList
import WorkListDatabase

/// Checks that the daemon can accept images and draft reports.
struct ReadinessChecks: Sendable {
    static let names = ["work_list", "disk", "listener", "reporter"]

    private let parts: MonitoredParts

    init(_ parts: MonitoredParts) { self.parts = parts }

    /// Runs every check. Blocks for up to as long as a writer waits for a locked work list.
    func run() -> Readiness {
        Readiness([workList, disk, listener, reporter].compactMap { $0() })
    }

    /// The result if the checks do not finish in time.
    static let noAnswer = Readiness([
        Readiness.Failure(
            check: "work_list", reason: "the checks did not finish in time",
            hint: "check for a disk that hangs and for a process that locks the work list: fuser worklist.sqlite")
    ])

    private func workList() -> Readiness.Failure? {
        do {
            try parts.workList.checkWritable()
            return nil
        } catch {
            return Readiness.Failure(check: "work_list", reason: "\(error)", hint: error.asOperatorError.hint)
        }
    }

    private func disk() -> Readiness.Failure? {
        do {
            let free = try Directory.freeBytes(at: parts.stateDirectory)
            guard free < parts.reserveBytes else { return nil }
            return Readiness.Failure(
                check: "disk", reason: "\(free >> 20) MB are free, \(parts.reserveBytes >> 20) MB are reserved",
                hint: "C-STORE is refused with A700: free space on the file system of the state directory")
        } catch {
            return Readiness.Failure(check: "disk", reason: "\(error)", hint: "check the state directory")
        }
    }

    private func listener() -> Readiness.Failure? {
        parts.isListening()
            ? nil
            : Readiness.Failure(check: "listener", reason: "the node accepts no associations", hint: "see the log")
    }

    private func reporter() -> Readiness.Failure? {
        parts.whyNoDrafts().map {
            Readiness.Failure(
                check: "reporter", reason: $0,
                hint: "images are stored, but drafts are delayed: thoraxctl status shows the last errors")
        }
    }
}
