package import FindingLabels

/// How often drafts compare with a prior study although their references do not.
package enum PriorHallucination {
    /// Whether the candidate compares with a prior study and its reference does not.
    package static func isFound(
        candidate: String, reference: String, by comparison: PriorComparison
    ) -> Bool {
        comparison.isFound(in: candidate) && !comparison.isFound(in: reference)
    }

    /// Share of the pairs, between 0 and 1; 0 if there are none.
    package static func rate(_ found: some Collection<Bool>) -> Double {
        Double(found.count { $0 }) / Double(max(found.count, 1))
    }
}
