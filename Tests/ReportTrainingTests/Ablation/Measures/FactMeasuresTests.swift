import Foundation
import Testing

@testable import ReportTraining

@Suite struct FactMeasuresTests {
    /// A report that gives every word of its picture's own report one probability and all others another.
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

    @Test func `a model that knows keeps every report and picks every word`() throws {
        let values = try values { Set($0.words) }
        #expect(values[.swap] == 1 && values[.swapOfNormals] == 1)
        #expect(values[.sideChoice] == 1 && values[.zoneChoice] == 1 && values[.gradeChoice] == 1)
        #expect(abs(try #require(values[.attributeLoss]) + log(0.8)) < 1e-6)
    }

    @Test func `a model that does not look keeps half of the reports`() throws {
        // It finds any right-sided report likely, whatever the picture.
        let values = try values { _ in ["right", "."] }
        #expect(values[.swap] == 0.5 && values[.swapOfNormals] == 0.5)
        // Two of the three sides are right; a tie with a rival is not right.
        #expect(values[.sideChoice] == 2.0 / 3)
        #expect(values[.zoneChoice] == 0 && values[.gradeChoice] == 0)
        // Ten attribute words, two of them known.
        let expected = -(2 * log(0.8) + 8 * log(0.1)) / 10
        #expect(abs(try #require(values[.attributeLoss]) - expected) < 1e-6)
    }

    @Test func `a shared space that knows has an area of 1`() throws {
        let measures = try #require(FactMeasures(FactExample.studies()))
        let count = FactExample.reports.count
        let known = (0..<count * count).map { $0 / count == $0 % count ? Float(1) : 0 }
        #expect(measures.values(cosines: known) == [.retrievalArea: 1, .retrievalShare: 1])
        let blind = [Float](repeating: 0.3, count: count * count)
        #expect(measures.values(cosines: blind) == [.retrievalArea: 0.5, .retrievalShare: 0])
    }

    @Test func `studies without facts have no such measures`() {
        let study = TrainingStudy(
            id: "1", patient: "1", group: nil, views: [], labels: [], report: .composed([.effusion]))
        #expect(FactMeasures([study]) == nil)
        #expect(FactMeasures(FactExample.studies() + [study]) == nil)
    }
}
