package import FoundationEssentials

/// A DICOM application that has requested associations: a calling AE title at an address, and the results.
package struct Caller: Sendable, Equatable, Codable {
    /// Contains only printable characters; empty when the connection ended before a title was received.
    package let callingAETitle: String
    /// Numeric address, without a port.
    package let address: String
    /// Called AE title of the latest request.
    package var calledAETitle = ""
    /// Implementation version name of the latest request.
    package var implementation = ""
    /// The configured peer that the latest request matched; `nil` for an unknown caller.
    package var peer: String?
    package var firstSeenAt: Date
    package var lastSeenAt: Date
    /// Associations accepted with at least one presentation context, and all others.
    package var accepted = 0
    package var refused = 0
    /// Number of objects that the caller stored.
    package var stored = 0
    /// Reason for the latest refusal.
    package var refusal: String?
    package var refusedAt: Date?
    /// Names of the abstract syntaxes in the latest request.
    package var asked: [String] = []
    /// Permissions that these abstract syntaxes need, spelled as in the configuration.
    package var needed: [String] = []

    /// Creates a caller without any associations yet.
    package init(callingAETitle: String, address: String, at time: Date) {
        self.callingAETitle = callingAETitle
        self.address = address
        firstSeenAt = time
        lastSeenAt = time
    }
}
