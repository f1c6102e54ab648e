import FindingLabels
import NeuralNetwork

/// How often the labels of a synthetic study are wrong and its report says less or more than the picture shows.
enum SyntheticRates {
    /// Each incidental finding, whatever else a study has.
    static let incidental: Float = 0.12
    /// A true label that is not given.
    static let missedLabel: Float = 0.1
    /// A label that is given and not true, of those that are not true.
    static let falseLabel: Float = 0.02
    /// An attribute that the report omits.
    static let omittedAttribute: Float = 0.1
    /// A sentence that no picture shows.
    static let aside: Float = 0.15

    /// Draws what the picture of one study shows: each finding with every attribute, all values equally often.
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

    /// The labels as they are given: those of the truth, with errors.
    static func labels(_ truth: Set<ReportFact>, _ generator: inout RandomGenerator) -> [FindingStatus] {
        let present = Set(truth.compactMap(\.finding.label))
        return FactFinding.labels.indices.map { label in
            let isWrong = generator.nextUnit() < (present.contains(label) ? missedLabel : falseLabel)
            return present.contains(label) != isWrong ? .positive : .negative
        }
    }

    /// The report of what the picture shows.
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
