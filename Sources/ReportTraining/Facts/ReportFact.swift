/// A finding with its known or stated attributes: "a small nodule in the right upper zone".
package struct ReportFact: Hashable, Sendable {
    package let finding: FactFinding
    /// At most one value of each of the finding's attributes.
    package let values: Set<AttributeValue>

    package init(_ finding: FactFinding, _ values: Set<AttributeValue> = []) {
        self.finding = finding
        self.values = values
    }

    package func value(of attribute: FactAttribute) -> AttributeValue? {
        values.first { $0.attribute == attribute }
    }

    /// Finding and values as text; different for different facts.
    package var key: String { ([finding.name] + values.map(\.rawValue).sorted()).joined(separator: " ") }

    /// Every fact about a finding, with and without each attribute.
    static func all(about finding: FactFinding) -> [ReportFact] {
        finding.attributes.reduce([[]]) { sets, attribute in
            sets.flatMap { set in [set] + attribute.values.map { set.union([$0]) } }
        }.map { ReportFact(finding, $0) }
    }
}
