import OperatorErrors
import Platform
import WorkList
import WorkListDatabase

/// What has to hold for the daemon to take images in and to draft.
struct ReadinessChecks: Sendable {
    static let names = ["work_list", "disk", "listener", "reporter"]

    private let parts: MonitoredParts

    init(_ parts: MonitoredParts) { self.parts = parts }

    /// Runs every check. Blocks: as long as a writer waits for a work list that somebody holds.
    func run() -> Readiness {
        Readiness([workList, disk, listener, reporter].compactMap { $0() })
    }

    /// What is said where the checks do not come to an end.
    static let noAnswer = Readiness([
        Readiness.Failure(
            check: "work_list", reason: "the checks did not end in time",
            hint: "look for a disk that does not answer and for who holds the work list: fuser worklist.sqlite")
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
                check: "disk", reason: "\(free >> 20) MB are free, \(parts.reserveBytes >> 20) MB are kept in reserve",
                hint: "C-STORE is answered A700: free space on the file system of the state directory")
        } catch {
            return Readiness.Failure(check: "disk", reason: "\(error)", hint: "check the state directory")
        }
    }

    private func listener() -> Readiness.Failure? {
        parts.isListening()
            ? nil : Readiness.Failure(check: "listener", reason: "no association is accepted", hint: "see the log")
    }

    private func reporter() -> Readiness.Failure? {
        parts.whyNoDrafts().map {
            Readiness.Failure(
                check: "reporter", reason: $0,
                hint: "images are kept, drafts wait: thoraxctl status shows the last errors")
        }
    }
}
