import Synchronization

/// Bounds how many requests are worked on at a time for one purpose.
package final class RequestPlaces: Sendable {
    package let limit: Int
    private let taken = Atomic(0)

    package init(_ limit: Int) { self.limit = limit }

    /// Takes a place, which `leave` gives back when the request has been worked on.
    ///
    /// - Throws: `WebError.busy`, after which there is nothing to leave.
    package func take() throws(WebError) {
        guard taken.add(1, ordering: .relaxed).newValue <= limit else {
            leave()
            throw .busy(limit: limit)
        }
    }

    package func leave() { taken.subtract(1, ordering: .relaxed) }
}
