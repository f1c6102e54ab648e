import Testing

@testable import ReportTraining

@Suite struct SyntheticStudiesTests {
    private func features(_ study: TrainingStudy) -> [Float] {
        if case .features(let values) = study.views.first { values } else { [] }
    }

    @Test func `the same seed gives the same studies and another seed different ones`() throws {
        var settings = AblationExample.studies
        let first = try settings.dataset()
        #expect(try settings.dataset()[.train].map(features) == first[.train].map(features))
        settings.seed += 1
        #expect(try settings.dataset()[.train].map(features) != first[.train].map(features))
    }

    @Test func `asking for more studies does not change the first ones`() throws {
        var settings = AblationExample.studies
        let first = try settings.dataset()
        settings.trainStudies += 5
        let second = try settings.dataset()
        #expect(second[.train].prefix(first[.train].count).map(features) == first[.train].map(features))
        #expect(second[.test].map(\.labels) == first[.test].map(\.labels))
    }

    @Test func `findings co-occur as the scenarios define`() throws {
        var settings = AblationExample.studies
        settings.trainStudies = 4000
        let studies = try settings.dataset()[.train]
        func share(_ findings: ChestFinding...) -> Double {
            Double(studies.count { $0.positives.isSuperset(of: findings.map(\.index)) }) / Double(studies.count)
        }
        // Related findings co-occur far more often than by chance, unrelated ones far less often.
        #expect(share(.cardiomegaly, .edema) > 2 * share(.cardiomegaly) * share(.edema))
        #expect(share(.cardiomegaly, .emphysema) < 0.5 * share(.cardiomegaly) * share(.emphysema))
        let normal = Double(studies.count { $0.positives.isEmpty }) / Double(studies.count)
        #expect(normal > 0.34 && normal < 0.45)
        #expect(ChestFinding.allCases.allSatisfy { share($0) > 0.005 })
    }

    @Test func `without noise a finding changes the features of only one or two positions`()
        throws
    {
        var settings = AblationExample.studies
        (settings.noiseDeviation, settings.exposureDeviation, settings.trainStudies) = (0, 0, 60)
        for study in try settings.dataset()[.train] {
            let values = features(study)
            let lit = Set(values.indices.filter { values[$0] != 0 }.map { $0 / settings.width }).count
            // At most eight distractors, at one position each.
            #expect(lit <= 2 * study.positives.count + 8)
            if !study.positives.isEmpty { #expect(lit > 0) }
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
