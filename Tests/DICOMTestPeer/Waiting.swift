import Glibc

/// Waits until a condition holds, and checks it every 20 ms.
///
/// - Parameter limit: far longer than a busy machine needs, so that only a fault reaches it.
/// - Returns: whether the condition held within the limit.
package func eventually(within limit: Duration = .seconds(300), _ condition: () throws -> Bool) rethrows -> Bool {
    let start = ContinuousClock.now
    while try !condition() {
        guard ContinuousClock.now - start < limit else { return false }
        usleep(20_000)
    }
    return true
}
