/// What the node does with a caller that the operator has not named. Raw values are those of the configuration.
package enum UnknownPeers: String, CaseIterable, Sendable {
    /// Reject its association and remember that it called.
    case refuse
    /// Let it store, query and retrieve, and remember that it called: for the days in which a node is set up.
    case learn
}
