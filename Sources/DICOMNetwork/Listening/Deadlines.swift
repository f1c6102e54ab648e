/// Timeouts for a peer, in milliseconds.
package struct Deadlines: Sendable, Equatable {
    /// From the TCP connection to the end of the A-ASSOCIATE-RQ.
    package var request: Int32 = 10_000
    /// Between messages.
    package var idle: Int32 = 60_000
    /// How long a peer may pause within a message, in either direction.
    package var message: Int32 = 30_000
    /// Least rate within a message, in bytes per second. Each byte buys a peer time at this rate, up to `message`:
    /// a link of 20 kB/s is served whatever the size of the object, and a peer that sends a byte every five seconds is cut
    /// off after 30 s. Only the time that the node waits for the peer counts.
    package var leastRate: Int32 = 2000
    /// Until the peer closes after an abort.
    package var abort: Int32 = 500

    /// The defaults above.
    package init() {}

    /// For the destination of a C-MOVE, while its requester waits.
    package static let ofDestination: Deadlines = {
        var deadlines = Deadlines()
        deadlines.idle = 30_000
        return deadlines
    }()
}
