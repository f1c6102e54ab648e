/// The report of a synthetic study, with what its picture shows.
package struct FactReport: Sendable {
    /// What the picture shows, with every attribute; one fact for each finding.
    package let truth: Set<ReportFact>
    /// What the report states: the same findings, sometimes without an attribute.
    package let stated: Set<ReportFact>
    /// The report's sentences.
    package let sentences: [String]

    package var words: [String] { FactGrammar.words(of: sentences) }

    /// Positions of the true labels.
    var labels: Set<Int> { Set(truth.compactMap(\.finding.label)) }

    var findings: Set<FactFinding> { Set(truth.map(\.finding)) }

    /// Whether one report is wrong for the other's picture: the findings differ, or the value of an attribute that both
    /// state. An omitted attribute makes no difference.
    func differs(from other: FactReport) -> Bool {
        guard findings == other.findings else { return true }
        return stated.contains { fact in
            guard let rival = other.stated.first(where: { $0.finding == fact.finding }) else { return true }
            return fact.values.contains { value in rival.value(of: value.attribute).map { $0 != value } ?? false }
        }
    }
}
