package import FindingLabels

/// How often drafts compare with an earlier study where their references do not.
package enum PriorHallucination {
    /// Whether one candidate compares and its reference does not.
    package static func isFound(
        candidate: String, reference: String, by comparison: PriorComparison
    ) -> Bool {
        comparison.isFound(in: candidate) && !comparison.isFound(in: reference)
    }

    /// Share of the pairs in 0...1; 0 of none.
    package static func rate(_ found: some Collection<Bool>) -> Double {
        Double(found.count { $0 }) / Double(max(found.count, 1))
    }
}
