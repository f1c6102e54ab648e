package import Auditing
package import Logging
import OperatorErrors
package import Platform
import Synchronization
package import WorkListDatabase

/// Answers programs of this machine that ask for changes, over a Unix socket in the state directory.
///
/// Each client has a thread of its own and may be silent for five seconds at most; the number of clients is bounded, also
/// for each account. A socket that cannot be made is an incident and is tried again: images are received without it.
package final class ControlServer: Sendable {
    /// The socket of a state directory.
    package static func path(in stateDirectory: String) -> String { "\(stateDirectory)/control.sock" }

    /// The service account and its group may connect; what they may do is decided for each change.
    private static let mode: UInt32 = 0o660
    static let clientsOfAccount = 16
    static let clients = 64

    private let desk: ChangeDesk
    private let path: String
    private let logger: Logger
    private let incidents: IncidentLog
    private let audit: AuditInbox
    private let outage: RepeatedCondition
    private let loop = Loop("control")
    private let state = Mutex(State())
    /// Woken when the last client has gone.
    private let isIdle = WakeSignal()

    private struct State {
        var listener: LocalListener?
        var clients: [ObjectIdentifier: LocalConnection] = [:]
        var isStopped = false
    }

    package init(_ desk: ChangeDesk, workList: WorkListStore, audit: AuditInbox, logger: Logger) {
        self.desk = desk
        self.audit = audit
        self.logger = logger
        path = Self.path(in: workList.files.stateDirectory)
        incidents = IncidentLog("control", in: workList, logger: logger)
        outage = RepeatedCondition(in: incidents, end: "thoraxctl can change things again")
    }

    package var heartbeat: Heartbeat { loop.heartbeat }

    /// Serves until `stop()`; blocks its thread. Returns when the last client has its answer.
    package func serve() {
        var backOff = BackOff(first: .seconds(1), longest: .seconds(60))
        while !loop.isStopped {
            do {
                let listener = try LocalListener(at: path, mode: Self.mode)
                outage.isOver()
                backOff.reset()
                try accept(from: listener)
            } catch {
                outage.isMet("thoraxctl cannot change anything", error)
                loop.pause(for: backOff.failed())
            }
        }
        while state.withLock({ !$0.clients.isEmpty }) { isIdle.wait(upTo: Loop.slowLook) }
    }

    /// Ends `serve`: clients that have not asked yet are let go, the others get their answer. Callable from any thread.
    package func stop() {
        loop.stop()
        desk.stop()
        state.withLock { state in
            state.isStopped = true
            state.listener?.stop()
            state.clients.values.forEach { $0.endReceiving() }
        }
    }

    private func accept(from listener: LocalListener) throws {
        let isStopped = state.withLock { state in
            state.listener = listener
            return state.isStopped
        }
        defer { state.withLock { $0.listener = nil } }
        guard !isStopped else { return }
        while !loop.isStopped {
            loop.heartbeat.beat(restingFor: Loop.slowLook)
            guard let client = try listener.accept(within: Loop.slowLook) else { continue }
            admit(client)
        }
    }

    private func admit(_ client: LocalConnection) {
        let refusal: ControlError? = state.withLock { state in
            if state.isStopped { return .notServing(socket: path) }
            let own = state.clients.values.count { $0.user == client.user }
            guard own < Self.clientsOfAccount, state.clients.count < Self.clients else { return .tooManyClients }
            state.clients[ObjectIdentifier(client)] = client
            return nil
        }
        // A client that takes no answer costs no time: the line fits into the socket's buffer.
        if let refusal { return answer(client, .init(refusal: Refused(refusal))) }
        do {
            try OwnedThread.start(name: "control", stackSize: 8 << 20) { [self] in
                serve(client)
                release(client)
            }
        } catch {
            answer(client, .init(refusal: Refused(error)))
            release(client)
        }
    }

    private func release(_ client: LocalConnection) {
        let isLast = state.withLock { state in
            state.clients[ObjectIdentifier(client)] = nil
            return state.clients.isEmpty
        }
        if isLast { isIdle.wake() }
    }

    private func serve(_ client: LocalConnection) {
        let limit = ControlMessage.requestLimit
        switch client.receiveLine(upTo: limit, within: ControlMessage.patience) {
        case .line(let line): answer(client, answer(to: line, from: client.user))
        case .tooLong: answer(client, .init(refusal: Refused(ControlError.tooLong(limit: limit))))
        case .late: answer(client, .init(refusal: Refused(ControlError.late)))
        case .ended: break
        }
    }

    private func answer(to line: [UInt8], from user: UInt32) -> ControlMessage.Answer {
        do {
            let change = try ControlMessage.decode(ControlMessage.Request.self, from: line).change
            let account = Account(id: user)
            do {
                return .init(outcome: try desk.make(change, for: account))
            } catch {
                note(error, of: change, account)
                throw error
            }
        } catch {
            return .init(refusal: Refused(error))
        }
    }

    /// Tells administrators and the audit trail of what an account may not do, and the log of what else failed.
    private func note(_ error: any Error, of change: Change, _ account: Account) {
        let error = error.asOperatorError
        let facts: Logger.Metadata = ["account": "\(account.name)", "uid": "\(account.id)", "change": "\(change.name)"]
        guard error.fault == .forbidden || error.fault == .misconfigured else {
            return logger.info("a change was refused: \(error.fault)", metadata: facts)
        }
        audit.add(.changeRefused(account: account.name, change: change.name, reason: "\(error)"))
        incidents.reportHourly("refused: \(error)", hint: error.hint, metadata: facts)
    }

    private func answer(_ client: LocalConnection, _ answer: ControlMessage.Answer) {
        do {
            client.sendLine(try ControlMessage.encode(answer), within: ControlMessage.patience)
        } catch {
            logger.error("an answer cannot be written: \(error)")
        }
    }
}
