import Glibc

/// How long a wait pauses between two checks.
private let interval = Duration.milliseconds(10)

/// Far longer than a busy machine needs, so that only a fault reaches it.
package let longWait = Duration.seconds(300)

/// Waits until a condition holds, and blocks the thread meanwhile.
///
/// - Returns: whether the condition held within the limit.
package func eventually(within limit: Duration = longWait, _ condition: () throws -> Bool) rethrows -> Bool {
    let start = ContinuousClock.now
    while try !condition() {
        guard ContinuousClock.now - start < limit else { return false }
        usleep(UInt32(interval / .microseconds(1)))
    }
    return true
}

/// Waits until a condition holds, and suspends the task meanwhile.
///
/// - Throws: `NeverHeld` when the condition does not hold within the limit, or what the condition throws.
package func waitUntil(_ condition: () async throws -> Bool) async throws {
    _ = try await eventualValue { try await condition() ? true : nil }
}

/// Waits until `value` returns a value, and suspends the task meanwhile.
///
/// - Throws: `NeverHeld` when `value` returns nil until the limit, or what `value` throws.
package func eventualValue<Value>(_ value: () async throws -> Value?) async throws -> Value {
    let start = ContinuousClock.now
    while true {
        if let found = try await value() { return found }
        guard ContinuousClock.now - start < longWait else { throw NeverHeld() }
        try await Task.sleep(for: interval)
    }
}

/// The condition of a wait did not hold within the limit.
package struct NeverHeld: Error {}
