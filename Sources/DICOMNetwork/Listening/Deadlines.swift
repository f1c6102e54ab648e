/// How long a peer may be silent, in milliseconds.
package struct Deadlines: Sendable, Equatable {
    /// From the TCP connection to the end of the association request.
    package var request: Int32 = 10_000
    /// Between messages.
    package var idle: Int32 = 60_000
    /// From one fragment of a message to the next, in either direction.
    package var message: Int32 = 30_000
    /// For a whole data set, however steadily it drips: no peer holds an association for ever.
    package var dataSet: Int32 = 900_000
    /// For the peer to close after an abort.
    package var abort: Int32 = 500

    /// The defaults above.
    package init() {}

    /// For the destination of a C-MOVE, whose requester waits meanwhile.
    package static let ofDestination: Deadlines = {
        var deadlines = Deadlines()
        deadlines.idle = 30_000
        return deadlines
    }()
}
