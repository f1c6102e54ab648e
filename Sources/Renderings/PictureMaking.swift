import Dispatch
import Synchronization

/// The forms of one frame while a decoder makes them. All requests for one of them wait for the same decoder.
final class PictureMaking: Sendable {
    private struct State {
        var pictures: [PictureForm: [UInt8]] = [:]
        /// Whether the work has ended, and the error if it failed.
        var isOver = false
        var failure: RenderingError?
        /// Threads that wait for a form, or without one for the end.
        var waiting: [(form: PictureForm?, wake: DispatchSemaphore)] = []
    }

    private let state = Mutex(State())

    /// Adds a finished form and wakes the threads that wait for it.
    func add(_ bytes: [UInt8], as form: PictureForm) {
        state.withLock { state in
            state.pictures[form] = bytes
            for waiting in state.waiting where waiting.form == form { waiting.wake.signal() }
            state.waiting.removeAll { $0.form == form }
        }
    }

    /// Ends the work and wakes all threads that wait.
    func end(_ failure: RenderingError?) {
        state.withLock { state in
            (state.isOver, state.failure) = (true, failure)
            for waiting in state.waiting { waiting.wake.signal() }
            state.waiting = []
        }
    }

    /// Waits for a form; nil if the image does not have it. Blocks.
    func wait(for form: PictureForm) throws(RenderingError) -> [UInt8]? {
        rest(until: form)
        let (bytes, failure) = state.withLock { ($0.pictures[form], $0.failure) }
        if let bytes { return bytes }
        if let failure { throw failure }
        return nil
    }

    /// Waits until the work has ended. Blocks.
    func waitForEnd() throws(RenderingError) {
        rest(until: nil)
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    /// Waits until a form is finished or the work has ended.
    private func rest(until form: PictureForm?) {
        let wake = DispatchSemaphore(value: 0)
        let mustWait = state.withLock { state in
            let isThere = form.map { state.pictures[$0] != nil } ?? false
            guard !isThere, !state.isOver else { return false }
            state.waiting.append((form, wake))
            return true
        }
        if mustWait { wake.wait() }
    }
}
