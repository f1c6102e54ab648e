import FindingLabels
import Testing

@testable import ReportTraining

@Suite struct LabelSimilarityTests {
    private static let all: [LabelVector] = (0..<256).map { code in
        let order: [FindingStatus] = [.positive, .negative, .uncertain, .unmentioned]
        return LabelVector(
            (0..<4).map { order[code >> (2 * $0) & 3] }, labels: ["A", "B", "C", "D"], uncertain: 0.5)
    }

    @Test(arguments: SimilarityMeasure.allCases)
    func `every measure is symmetric and between 0 and 1`(measure: SimilarityMeasure) {
        let s = LabelSimilarity.matrix(Self.all, Self.all, measure)
        let n = Self.all.count
        #expect(s.allSatisfy { (0...1).contains($0) })
        #expect(s.indices.allSatisfy { s[$0] == s[$0 % n * n + $0 / n] })
    }

    @Test func `equal positives give 1 and disjoint ones 0`() {
        for a in Self.all {
            for b in Self.all {
                let areEqual = a.positives == b.positives
                let areDisjoint = zip(a.positives, b.positives).allSatisfy { $0 * $1 == 0 }
                #expect((LabelSimilarity.value(a, b, .jaccard) == 1) == areEqual)
                #expect((LabelSimilarity.value(a, b, .binary) == 1) == areEqual)
                #expect(!areEqual || LabelSimilarity.value(a, b, .cosine) == 1)
                #expect((LabelSimilarity.value(a, b, .jaccard) == 0) == areDisjoint)
                #expect((LabelSimilarity.value(a, b, .cosine) == 0) == areDisjoint)
                #expect(LabelSimilarity.value(a, b, .none) == 0)
            }
        }
    }

    @Test func `one shared label of two gives the square root of a half by cosine and a half by Jaccard`() {
        let labels = ["A", "B", "C"]
        let one = LabelVector([.positive, .unmentioned, .negative], labels: labels, uncertain: 1)
        let two = LabelVector([.positive, .positive, .unmentioned], labels: labels, uncertain: 1)
        #expect(abs(LabelSimilarity.value(one, two, .cosine) - 0.70710677) < 1e-6)
        #expect(LabelSimilarity.value(one, two, .jaccard) == 0.5)
    }

    @Test func `graded similarity credits a shared negative and never goes below zero`() {
        let labels = ["A", "B", "C"]
        let a = LabelVector([.positive, .negative, .unmentioned], labels: labels, uncertain: 1)
        let b = LabelVector([.positive, .unmentioned, .unmentioned], labels: labels, uncertain: 1)
        let opposite = LabelVector([.negative, .positive, .unmentioned], labels: labels, uncertain: 1)
        #expect(LabelSimilarity.value(a, a, .graded) > LabelSimilarity.value(a, b, .graded))
        #expect(LabelSimilarity.value(a, opposite, .graded) == 0)
    }
}
