import FindingLabels
import Testing

@testable import ReportTraining

@Suite struct SyntheticStudiesTests {
    private func features(_ study: TrainingStudy) -> [Float] {
        if case .features(let values) = study.views.first { values } else { [] }
    }

    /// Checks that a share is within four standard deviations of the expected one.
    private func expect(_ count: Int, of total: Int, is share: Float, _ what: String) {
        let expected = Double(share)
        let deviation = (expected * (1 - expected) / Double(total)).squareRoot()
        #expect(abs(Double(count) / Double(total) - expected) < 4 * deviation, "\(what): \(count) of \(total)")
    }

    private func studies(_ count: Int) throws -> [(study: TrainingStudy, report: FactReport)] {
        var settings = AblationExample.studies
        settings.trainStudies = count
        return try settings.dataset()[.train].map { ($0, try #require($0.facts)) }
    }

    @Test func `the same seed gives the same studies and another seed different ones`() throws {
        var settings = AblationExample.studies
        let first = try settings.dataset()
        let again = try settings.dataset()
        #expect(again[.train].map(features) == first[.train].map(features))
        #expect(
            again[.train].map { $0.words(seed: 1, edition: 0) } == first[.train].map { $0.words(seed: 9, edition: 4) })
        settings.seed += 1
        #expect(try settings.dataset()[.train].map(features) != first[.train].map(features))
    }

    @Test func `a larger training fold begins with the same studies`() throws {
        var settings = AblationExample.studies
        let first = try settings.dataset()
        settings.trainStudies += 5
        let second = try settings.dataset()
        #expect(second[.train].prefix(first[.train].count).map(features) == first[.train].map(features))
        #expect(second[.test].map(\.labels) == first[.test].map(\.labels))
    }

    @Test func `findings co-occur as the scenarios define, and about half of the studies have no label`() throws {
        let studies = try studies(4000)
        func share(_ findings: ChestFinding...) -> Double {
            let wanted = findings.map(\.index)
            return Double(studies.count { $0.report.labels.isSuperset(of: wanted) }) / Double(studies.count)
        }
        // Related findings co-occur far more often than by chance, unrelated ones far less often.
        #expect(share(.cardiomegaly, .edema) > 2 * share(.cardiomegaly) * share(.edema))
        #expect(share(.cardiomegaly, .emphysema) < 0.5 * share(.cardiomegaly) * share(.emphysema))
        let normal = Double(studies.count { $0.report.labels.isEmpty }) / Double(studies.count)
        #expect(normal > 0.4 && normal < 0.55)
        #expect(ChestFinding.allCases.allSatisfy { share($0) > 0.005 })
    }

    @Test func `labels are missed and false, and attributes omitted, at the stated rates`() throws {
        let studies = try studies(3000)
        var (present, missed, absent, wrong) = (0, 0, 0, 0)
        var (attributes, omitted, asides) = (0, 0, 0)
        for (study, report) in studies {
            for label in FactFinding.labels.indices {
                let isGiven = study.labels[label] == .positive
                if report.labels.contains(label) {
                    present += 1
                    missed += isGiven ? 0 : 1
                } else {
                    absent += 1
                    wrong += isGiven ? 1 : 0
                }
            }
            attributes += report.truth.reduce(0) { $0 + $1.values.count }
            omitted +=
                report.truth.reduce(0) { $0 + $1.values.count } - report.stated.reduce(0) { $0 + $1.values.count }
            asides += report.sentences.contains(where: FactPhrases.asides.contains) ? 1 : 0
            #expect(Set(report.truth.map(\.finding)) == Set(report.stated.map(\.finding)))
        }
        expect(missed, of: present, is: SyntheticRates.missedLabel, "missed labels")
        expect(wrong, of: absent, is: SyntheticRates.falseLabel, "false labels")
        expect(omitted, of: attributes, is: SyntheticRates.omittedAttribute, "omitted attributes")
        expect(asides, of: studies.count, is: SyntheticRates.aside, "asides")
        for finding in FactFinding.Incidental.allCases {
            let count = studies.count { $0.report.truth.contains(ReportFact(.incidental(finding))) }
            expect(count, of: studies.count, is: SyntheticRates.incidental, "\(finding)")
        }
    }

    @Test func `all values of an attribute are equally frequent`() throws {
        let facts = try studies(3000).flatMap(\.report.truth)
        for attribute in FactAttribute.allCases {
            let values = facts.compactMap { $0.value(of: attribute) }
            for value in attribute.values {
                expect(
                    values.count { $0 == value }, of: values.count, is: 1 / Float(attribute.values.count), "\(value)")
            }
        }
    }

    @Test func `invalid settings are refused`() {
        var settings = AblationExample.studies
        #expect(settings.fault == nil)
        settings.gridSize = 2
        #expect(settings.fault != nil)
        settings = AblationExample.studies
        settings.overlap = 1.5
        #expect(settings.fault != nil)
        settings = AblationExample.studies
        settings.noiseDeviation = .nan
        #expect(settings.fault != nil)
    }
}
