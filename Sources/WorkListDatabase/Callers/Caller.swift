package import FoundationEssentials

/// Who asks for associations: a calling application entity title at an address, and how it went.
package struct Caller: Sendable, Equatable, Codable {
    /// Printable, whatever was sent; empty where a connection did not come to a title.
    package let callingAETitle: String
    /// Numeric, without a port.
    package let address: String
    /// What it called this node, latest.
    package var calledAETitle = ""
    /// Its implementation version name, latest.
    package var implementation = ""
    /// The peer of the configuration that it was, latest; `nil` for an unknown caller.
    package var peer: String?
    package var firstSeenAt: Date
    package var lastSeenAt: Date
    /// Associations that were accepted with at least one presentation context, and the others.
    package var accepted = 0
    package var refused = 0
    /// Objects it stored.
    package var stored = 0
    /// Why it was refused, the last time it was.
    package var refusal: String?
    package var refusedAt: Date?
    /// Names of the abstract syntaxes it asked for, latest.
    package var asked: [String] = []
    /// The permissions it needs for them, as the configuration writes them.
    package var needed: [String] = []

    /// Nothing is known of it yet.
    package init(callingAETitle: String, address: String, at time: Date) {
        self.callingAETitle = callingAETitle
        self.address = address
        firstSeenAt = time
        lastSeenAt = time
    }
}
