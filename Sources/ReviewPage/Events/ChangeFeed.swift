import Administration
import Foundation
import Platform
import Synchronization
import WorkListDatabase

/// Tells open pages that the work list has changed. One thread looks, at most once a second: when this process has written
/// rows, and every three seconds for those of other processes. It runs only while it has listeners.
final class ChangeFeed: Sendable {
    enum Event: Sendable, Equatable {
        case changed(token: String, ReadingListCounts)
        /// Nothing has changed; it keeps the connection open.
        case nothing
    }

    private struct Listener {
        let login: String
        let events: AsyncStream<Event>.Continuation
        var toldAt: ContinuousClock.Instant
    }

    private struct State {
        var listeners: [Int: Listener] = [:]
        var next = 0
        var last: Event?
        var isLooking = false
        var isStopped = false
    }

    /// Maximum number of listeners of one user; beyond it the oldest one is disconnected.
    static let listenersOfUser = 4
    /// Silence after which a comment is sent: proxies and this server close connections that send nothing.
    let silence: Duration

    private let workList: WorkListStore
    private let loop = Loop("changes")
    private let state = Mutex(State())

    init(_ workList: WorkListStore, silence: Duration = .seconds(12)) {
        (self.workList, self.silence) = (workList, silence)
        workList.whenRowsCome(
            AwaitedRows(of: ["act", "workItem", "workItemHistory", "draft"]), loop.wake)
    }

    /// The number of listeners.
    var listenerCount: Int { state.withLock { $0.listeners.count } }

    /// Listens until `leave`. The first event is the present state.
    ///
    /// - Throws: `PlatformError` if the thread that looks cannot be started.
    func listen(as login: String) throws -> (id: Int, events: AsyncStream<Event>) {
        let (events, continuation) = AsyncStream.makeStream(of: Event.self, bufferingPolicy: .bufferingNewest(8))
        let (id, mustLook, displaced) = state.withLock { state in
            let id = state.next
            state.next += 1
            guard !state.isStopped else { return (id, false, [continuation]) }
            let own = state.listeners.filter { $0.value.login == login }.keys.sorted()
            let surplus = own.prefix(max(0, own.count + 1 - Self.listenersOfUser))
            let displaced = surplus.compactMap { state.listeners.removeValue(forKey: $0)?.events }
            state.listeners[id] = Listener(login: login, events: continuation, toldAt: .now)
            if let last = state.last { continuation.yield(last) }
            let mustLook = !state.isLooking
            state.isLooking = true
            return (id, mustLook, displaced)
        }
        displaced.forEach { $0.finish() }
        if mustLook {
            do {
                try OwnedThread.start(name: loop.name) { [self] in look() }
            } catch {
                state.withLock { state in
                    state.isLooking = false
                    state.listeners[id] = nil
                }
                throw error
            }
        } else {
            loop.wake()
        }
        return (id, events)
    }

    func leave(_ id: Int) { state.withLock { $0.listeners.removeValue(forKey: id) }?.events.finish() }

    /// Ends all events, from any thread.
    func stop() {
        loop.stop()
        let listeners = state.withLock { state in
            state.isStopped = true
            defer { state.listeners = [:] }
            return state.listeners.values.map(\.events)
        }
        listeners.forEach { $0.finish() }
    }

    private func look() {
        while true {
            let event = try? current()
            let goesOn = state.withLock { state in
                guard !state.listeners.isEmpty, !state.isStopped else {
                    // The next listener must not get an old state first.
                    (state.isLooking, state.last) = (false, nil)
                    return false
                }
                tell(event, &state)
                return true
            }
            guard goesOn else { return }
            loop.pause(for: .seconds(1))
            loop.wait(upTo: .seconds(2))
        }
    }

    private func tell(_ event: Event?, _ state: inout State) {
        let now = ContinuousClock.now
        let isNew = event != nil && event != state.last
        if isNew { state.last = event }
        for id in state.listeners.keys {
            guard let listener = state.listeners[id] else { continue }
            if isNew, let event {
                listener.events.yield(event)
            } else if now - listener.toldAt >= silence {
                listener.events.yield(.nothing)
            } else {
                continue
            }
            state.listeners[id]?.toldAt = now
        }
    }

    private func current() throws -> Event {
        let token = try workList.readingListChange().token
        let counts = try workList.readingListCounts(since: Calendar.current.startOfDay(for: Date()))
        return .changed(token: token, counts)
    }
}
