/// Whether the daemon can do its work now, and what keeps it from that; never with a patient's name or id.
package struct Readiness: Sendable, Codable, Equatable {
    /// One thing that is not as it must be.
    package struct Failure: Sendable, Codable, Equatable {
        let check: String
        let reason: String
        /// What the operator does about it.
        let hint: String
    }

    package let isReady: Bool
    package let failures: [Failure]

    init(_ failures: [Failure]) {
        self.failures = failures
        isReady = failures.isEmpty
    }

    private enum CodingKeys: String, CodingKey {
        case isReady = "ready"
        case failures = "failing"
    }
}
