package import FindingLabels

/// Findings that a text states as present or possible: a bit for each, in CheXpert's order, so that a set takes one column
/// of a verdict.
package struct FindingSet: OptionSet, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Value of the column for a draft that the labeler does not read. No set of findings has this value.
    package static let unread = FindingSet(rawValue: -1)

    init(_ findings: some Sequence<Finding>) {
        rawValue = findings.reduce(0) { $0 | Self.bit($1) }
    }

    /// Whether a finding other than support devices is among them.
    package var isAbnormal: Bool { rawValue & ~Self.bit(.supportDevices) & ~Self.bit(.noFinding) != 0 }

    package func contains(_ finding: Finding) -> Bool { rawValue & Self.bit(finding) != 0 }

    private static func bit(_ finding: Finding) -> Int { 1 << (Finding.allCases.firstIndex(of: finding) ?? 0) }

    private static let labeler = FindingLabeler()

    /// Labels a signed text; nil for a text in a language that the labeler does not read.
    init?(statedIn text: SignedText) {
        let whole = (text.findings + text.impression).joined(separator: "\n\n")
        guard Self.labeler.reads(whole) else { return nil }
        let report = Self.labeler.label(whole)
        self.init(
            Finding.allCases.filter {
                $0 != .noFinding && (report[$0] == .positive || report[$0] == .uncertain)
            })
    }

    /// Collects the findings that the sentences of a draft state, as the reporter labelled them; nil for a draft in a language
    /// that the labeler does not read.
    init?(statedIn draft: DraftText) {
        guard draft.isRead else { return nil }
        let claims = draft.sentences.flatMap(\.claims).filter { $0.status == .positive || $0.status == .uncertain }
        self.init(claims.compactMap { Finding(rawValue: $0.finding) })
    }
}
