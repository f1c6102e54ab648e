import Control
import Platform
import ThoraxConfiguration
import WorkListDatabase

/// Has changes made: by the daemon, which knows from the kernel which account asks. While the daemon is not running, root and
/// the account of the service make them in this process, by the same rules.
struct Changing {
    private let options: StateOptions
    let configuration: DaemonConfiguration

    init(_ options: StateOptions) throws {
        self.options = options
        // A daemon that runs makes the change, and it does not use a file with errors.
        let isRunning = options.readingBesideDaemon().report != nil
        configuration = try isRunning ? options.configurationInUse() : options.configuration()
    }

    /// - Throws: `Refused` or what the feature throws if the change is refused; `ControlError` if the daemon cannot
    ///   be reached and this account may not make it.
    func make(_ change: Change) throws -> ChangeOutcome {
        do {
            return try ControlClient(stateDirectory: configuration.stateDirectory).make(change)
        } catch ControlError.notRunning(let socket) {
            let account = Account.current
            let path = WorkListStore.path(in: configuration.stateDirectory)
            // A work list that is not there has no owner; opening it says so.
            let owner = FileStatus(path)?.owner ?? account.id
            guard account.id == 0 || account.id == owner else { throw ControlError.notRunning(socket: socket) }
            let workList = try options.changeableWorkList(of: configuration)
            return try ChangeDesk(workList, configuration.changes, service: owner).make(change, for: account)
        }
    }

    /// The number of rows that a change was made to.
    func count(_ change: Change) throws -> Int {
        guard case .count(let count) = try make(change) else { throw ControlError.malformed }
        return count
    }
}
