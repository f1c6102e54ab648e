import Glibc

/// Ends a thread's wait: once for each hint that there may be something to do, and for good once stopped.
///
/// A hint given before the wait counts for the next one, and many hints count as one. One thread waits; any thread may
/// wake it or stop it.
// The mutex and the condition are made once, never moved, and `isHinted` and `isOver` are touched under the mutex only.
package final class WakeSignal: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var isHinted = false
    private var isOver = false

    package init() {
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        defer { pthread_condattr_destroy(&attributes) }
        // Setting the time of day does not move this clock.
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Whether it has been stopped.
    package var isStopped: Bool { locked { isOver } }

    /// Ends every wait, this one and all that follow.
    package func stop() {
        locked {
            isOver = true
            pthread_cond_broadcast(condition)
        }
    }

    /// Ends the wait in progress, or the next one.
    package func wake() {
        locked {
            guard !isHinted else { return }
            isHinted = true
            pthread_cond_broadcast(condition)
        }
    }

    /// Waits for a hint or the stop, at most for `duration`; takes the hint.
    package func wait(upTo duration: Duration) {
        wait(upTo: duration) {
            defer { isHinted = false }
            return isHinted
        }
    }

    /// Waits for the stop, at most for `duration`; hints stay for the next `wait`.
    package func pause(for duration: Duration) { wait(upTo: duration) { false } }

    /// - Parameter isEnough: called under the mutex, before the wait and after each time it ended.
    private func wait(upTo duration: Duration, until isEnough: () -> Bool) {
        var end = timespec()
        clock_gettime(CLOCK_MONOTONIC, &end)
        // Longer than a year is for ever, and must not overflow.
        let (seconds, attoseconds) = min(max(duration, .zero), .seconds(31_536_000)).components
        end.tv_sec += Int(seconds)
        end.tv_nsec += Int(attoseconds / 1_000_000_000)
        if end.tv_nsec >= 1_000_000_000 {
            end.tv_sec += 1
            end.tv_nsec -= 1_000_000_000
        }
        locked {
            while !isOver, !isEnough(), pthread_cond_timedwait(condition, mutex, &end) == 0 {}
        }
    }

    private func locked<T>(_ body: () -> T) -> T {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}
