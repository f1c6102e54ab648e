/// What the node does with an unknown caller. Raw values are those of the configuration.
package enum UnknownPeers: String, CaseIterable, Sendable {
    /// Rejects its association and records the call.
    case refuse
    /// Lets it store, query and retrieve, and records the call; meant for setting up a node.
    case learn
}
