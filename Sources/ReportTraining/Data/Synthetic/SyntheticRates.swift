import FindingLabels
import NeuralNetwork

/// How often the labels of a synthetic study are wrong, and how often its report says less or more than the picture shows.
enum SyntheticRates {
    /// Share of studies with each incidental finding, whatever else they have.
    static let incidental: Float = 0.12
    /// Share of the true labels that are not given.
    static let missedLabel: Float = 0.1
    /// Share of the labels that are not true and are given.
    static let falseLabel: Float = 0.02
    /// Share of the attributes that reports omit.
    static let omittedAttribute: Float = 0.1
    /// Share of reports with a sentence about something that no picture can show.
    static let aside: Float = 0.15

    /// Draws what the picture of one study shows: findings with every attribute, all values equally likely.
    static func truth(_ generator: inout RandomGenerator) -> Set<ReportFact> {
        var findings = SyntheticScenario.draw(&generator)
        for finding in FactFinding.Incidental.allCases where generator.nextUnit() < incidental {
            findings.insert(.incidental(finding))
        }
        let facts = FactFinding.all.filter(findings.contains).map { finding in
            ReportFact(finding, Set(finding.attributes.compactMap { $0.values.randomElement(using: &generator) }))
        }
        return Set(facts)
    }

    /// The labels as they are given: the true ones, with errors.
    static func labels(_ truth: Set<ReportFact>, _ generator: inout RandomGenerator) -> [FindingStatus] {
        let present = Set(truth.compactMap(\.finding.label))
        return FactFinding.labels.indices.map { label in
            let isWrong = generator.nextUnit() < (present.contains(label) ? missedLabel : falseLabel)
            return present.contains(label) != isWrong ? .positive : .negative
        }
    }

    /// Draws the report of what the picture shows.
    static func report(_ truth: Set<ReportFact>, _ generator: inout RandomGenerator) -> FactReport {
        let stated = FactFinding.all.compactMap { finding -> ReportFact? in
            guard let fact = truth.first(where: { $0.finding == finding }) else { return nil }
            let values = finding.attributes.compactMap(fact.value)
            return ReportFact(finding, Set(values.filter { _ in generator.nextUnit() >= omittedAttribute }))
        }
        let hasAside = generator.nextUnit() < aside
        return FactReport(
            truth: truth, stated: Set(stated),
            sentences: FactGrammar.compose(Set(stated), aside: hasAside, using: &generator))
    }
}
