import Glibc
import Platform
import WorkListDatabase

/// Asks the daemon of a state directory for changes.
package struct ControlClient: Sendable {
    private let stateDirectory: String
    private var path: String { ControlServer.path(in: stateDirectory) }

    package init(stateDirectory: String) { self.stateDirectory = stateDirectory }

    /// Has the daemon make a change, and waits as long as it takes.
    ///
    /// - Throws: `Refused` with the daemon's reason; `ControlError` if it cannot be asked. `notRunning` means that nothing was
    ///   sent.
    package func make(_ change: Change) throws -> ChangeOutcome {
        let daemon = try connect()
        // A daemon that refuses without reading has answered already.
        daemon.sendLine(
            try ControlMessage.encode(ControlMessage.Request(change)), within: ControlMessage.patience)
        switch daemon.receiveLine(upTo: ControlMessage.answerLimit, within: nil) {
        case .line(let line):
            let answer = try ControlMessage.decode(ControlMessage.Answer.self, from: line)
            if let refusal = answer.refusal { throw refusal }
            guard let outcome = answer.outcome else { throw ControlError.malformed }
            return outcome
        case .tooLong: throw ControlError.tooLong(limit: ControlMessage.answerLimit)
        case .late, .ended: throw ControlError.noAnswer
        }
    }

    private func connect() throws -> LocalConnection {
        let path = path
        do throws(PlatformError) {
            return try LocalConnection(to: path)
        } catch {
            throw reason(error) ?? error
        }
    }

    /// What a socket that cannot be connected to means.
    private func reason(_ error: PlatformError) -> (any Error)? {
        guard case .file(_, _, let code) = error else { return nil }
        switch code {
        case ENOENT, ECONNREFUSED:
            let holder = LockFile.holder(at: WorkListStore.daemonLockPath(in: stateDirectory))
            return holder == nil ? ControlError.notRunning(socket: path) : ControlError.notServing(socket: path)
        case EACCES, EPERM:
            let group = Account.group(FileStatus(nearest: stateDirectory)?.group ?? 0)
            return ControlError.closed(socket: path, account: Account.current.name, group: group)
        case EAGAIN: return ControlError.tooManyClients
        default: return nil
        }
    }
}
