/// How well drafts state what the labels do not hold, compared with what the pictures show.
struct FactScores {
    /// Claims of all drafts, what the pictures show, and what both have.
    private struct Count {
        var claimed = 0
        var wanted = 0
        var both = 0

        /// 0 if nothing is claimed and nothing wanted.
        var f1: Double { claimed + wanted == 0 ? 0 : Double(2 * both) / Double(claimed + wanted) }

        mutating func add<Item: Hashable>(_ claims: Set<Item>, _ truth: Set<Item>) {
            claimed += claims.count
            wanted += truth.count
            both += claims.intersection(truth).count
        }
    }

    private struct Attribute: Hashable {
        let finding: FactFinding
        let value: AttributeValue
    }

    let values: [AblationMeasure: Double]

    /// Takes each draft's reading and its study's report.
    init(readings: [FactGrammar.Reading], reports: [FactReport]) {
        var (attributes, incidental, exact) = (Count(), Count(), 0)
        for (reading, report) in zip(readings, reports) {
            attributes.add(Self.attributes(reading.facts), Self.attributes(report.truth))
            incidental.add(Self.incidental(reading.facts), Self.incidental(report.truth))
            let isExact =
                reading.facts == report.truth && reading.unknownSentences == 0 && !reading.isContradictory
            exact += isExact ? 1 : 0
        }
        values = [
            .attributeF1: attributes.f1, .incidentalF1: incidental.f1,
            .exact: Double(exact) / Double(max(reports.count, 1)),
        ]
    }

    private static func attributes(_ facts: Set<ReportFact>) -> Set<Attribute> {
        Set(facts.flatMap { fact in fact.values.map { Attribute(finding: fact.finding, value: $0) } })
    }

    private static func incidental(_ facts: Set<ReportFact>) -> Set<FactFinding> {
        Set(facts.map(\.finding).filter { $0.label == nil })
    }
}
