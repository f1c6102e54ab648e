/// Timeouts for a peer, in milliseconds.
package struct Deadlines: Sendable, Equatable {
    /// From the TCP connection to the end of the A-ASSOCIATE-RQ.
    package var request: Int32 = 10_000
    /// Between messages.
    package var idle: Int32 = 60_000
    /// Between fragments of a message, in either direction.
    package var message: Int32 = 30_000
    /// For a whole data set, so that no peer holds an association for ever by sending slowly.
    package var dataSet: Int32 = 900_000
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
