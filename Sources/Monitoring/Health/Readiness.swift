/// Whether the daemon can do its work now, and if not, why. It never contains a patient's name or id.
package struct Readiness: Sendable, Codable, Equatable {
    /// One failed check.
    package struct Failure: Sendable, Codable, Equatable {
        let check: String
        let reason: String
        /// What the operator should do about it.
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
