/// What drafts state beyond the labels, against what the pictures show.
struct FactScores {
    private struct Count {
        var claimed = 0
        var wanted = 0
        var both = 0

        /// 0 if nothing is claimed and nothing wanted.
        var f1: Double { claimed + wanted == 0 ? 0 : Double(2 * both) / Double(claimed + wanted) }

        init() {}

        init<Item: Hashable>(_ claims: Set<Item>, _ truth: Set<Item>) {
            (claimed, wanted, both) = (claims.count, truth.count, claims.intersection(truth).count)
        }

        static func + (first: Count, second: Count) -> Count {
            var sum = first
            sum.claimed += second.claimed
            sum.wanted += second.wanted
            sum.both += second.both
            return sum
        }
    }

    private struct Attribute: Hashable {
        let finding: FactFinding
        let value: AttributeValue
    }

    private let attributes: [Count]
    private let incidental: [Count]
    private let isExact: [Bool]

    init(readings: [FactGrammar.Reading], reports: [FactReport]) {
        let pairs = zip(readings, reports)
        attributes = pairs.map { Count(Self.attributes($0.facts), Self.attributes($1.truth)) }
        incidental = pairs.map { Count(Self.incidental($0.facts), Self.incidental($1.truth)) }
        isExact = pairs.map { reading, report in
            reading.facts == report.truth && reading.unknownSentences == 0 && !reading.isContradictory
        }
    }

    func values(_ cases: [Int]) -> [AblationMeasure: Double] {
        [
            .attributeF1: cases.reduce(Count()) { $0 + attributes[$1] }.f1,
            .incidentalF1: cases.reduce(Count()) { $0 + incidental[$1] }.f1,
            .exact: Double(cases.count { isExact[$0] }) / Double(max(cases.count, 1)),
        ]
    }

    private static func attributes(_ facts: Set<ReportFact>) -> Set<Attribute> {
        Set(facts.flatMap { fact in fact.values.map { Attribute(finding: fact.finding, value: $0) } })
    }

    private static func incidental(_ facts: Set<ReportFact>) -> Set<FactFinding> {
        Set(facts.map(\.finding).filter { $0.label == nil })
    }
}
