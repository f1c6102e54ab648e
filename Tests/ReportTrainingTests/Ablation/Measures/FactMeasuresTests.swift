import Foundation
import Testing

@testable import ReportTraining

@Suite struct FactMeasuresTests {
    /// A report whose words have one probability if they are `known`, and another if not.
    private struct Forced: ForcedReport {
        let known: Set<String>
        let words: [String]
        var likely: Float = 0.8
        var unlikely: Float = 0.1

        var logLikelihood: Double { words.reduce(0) { $0 + Double(logProbability(of: $1, at: 0)) } }
        func logProbability(of word: String, at position: Int) -> Float {
            log(known.contains(word) ? likely : unlikely)
        }
    }

    private func values(_ known: (FactReport) -> Set<String>) throws -> [AblationMeasure: Double] {
        let measures = try #require(FactMeasures(FactExample.studies()))
        return measures.values { readings in
            readings.map {
                Forced(known: known(FactExample.reports[$0.picture]), words: FactExample.reports[$0.report].words)
            }
        }
    }

    @Test func `a perfect model keeps every report with its picture and chooses every word`() throws {
        let values = try values { Set($0.words) }
        #expect(values[.swap] == 1 && values[.swapOfNormals] == 1)
        #expect(values[.sideChoice] == 1 && values[.zoneChoice] == 1 && values[.gradeChoice] == 1)
        #expect(abs(try #require(values[.attributeLoss]) + log(0.8)) < 1e-6)
    }

    @Test func `a model that ignores the pictures scores one half in the swap tests`() throws {
        // Its likelihoods do not depend on the picture: it prefers the right side.
        let values = try values { _ in ["right", "."] }
        #expect(values[.swap] == 0.5 && values[.swapOfNormals] == 0.5)
        // Two of the three sides are chosen; a tie with a rival does not count.
        #expect(values[.sideChoice] == 2.0 / 3)
        #expect(values[.zoneChoice] == 0 && values[.gradeChoice] == 0)
        // Ten attribute words, two of them known.
        let expected = -(2 * log(0.8) + 8 * log(0.1)) / 10
        #expect(abs(try #require(values[.attributeLoss]) - expected) < 1e-6)
    }

    @Test func `retrieval has an area of 1 in a perfect space and of one half in a constant one`() throws {
        let measures = try #require(FactMeasures(FactExample.studies()))
        let count = FactExample.reports.count
        let perfect = (0..<count * count).map { $0 / count == $0 % count ? Float(1) : 0 }
        #expect(measures.values(cosines: perfect) == [.retrievalArea: 1, .retrievalShare: 1])
        let constant = [Float](repeating: 0.3, count: count * count)
        #expect(measures.values(cosines: constant) == [.retrievalArea: 0.5, .retrievalShare: 0])
    }

    @Test func `a fold with a study without facts has no such measures`() {
        let study = TrainingStudy(
            id: "1", patient: "1", group: nil, views: [], labels: [], report: .composed([.effusion]))
        #expect(FactMeasures([study]) == nil)
        #expect(FactMeasures(FactExample.studies() + [study]) == nil)
    }
}
