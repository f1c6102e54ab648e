import Testing

@testable import ReportTraining

@Suite struct SameLabelsTests {
    private let labels = SameLabels(FactExample.reports)

    @Test func `rivals have the same labels and different facts`() {
        // 0 and 1 differ in the side; 2 states the same as 0; 3 has a different finding; 4, 5 and 6 have no label.
        #expect(labels.rivals == [[1], [0, 2], [1], [], [5], [4, 6], [5]])
    }

    @Test func `each study is paired with its next rival, and no pair occurs twice`() {
        #expect(labels.attributePairs.map { [$0.first, $0.second] } == [[0, 1], [1, 2]])
        #expect(labels.normalPairs.map { [$0.first, $0.second] } == [[4, 5], [5, 6]])
    }

    @Test func `studies that differ in an incidental finding beside a labelled one are rivals but no pair`() {
        let nodule = ReportFact(.chest(.nodule), [.slight])
        let pair = [[nodule], [nodule, ReportFact(.incidental(.spine))]].map(FactExample.report)
        #expect(SameLabels(pair).rivals == [[1], [0]])
        #expect(SameLabels(pair).attributePairs.isEmpty)
    }

    @Test func `an omitted attribute makes no difference`() {
        func differ(_ first: Set<AttributeValue>, _ second: Set<AttributeValue>) -> Bool {
            FactExample.report([ReportFact(.chest(.nodule), first)]).differs(
                from: FactExample.report([ReportFact(.chest(.nodule), second)]))
        }
        #expect(!differ([.right, .slight], [.right]))
        #expect(!differ([.right], [.slight]))
        #expect(differ([.right, .slight], [.left]))
    }

    @Test func `the swap test is the share of pairs that prefer their own reports, with ties as half`() {
        #expect(SwapTest.score(own: [-1, -5, -3, -2], exchanged: [-2, -4, -3, -9]) == 2.5 / 4)
        #expect(SwapTest.score(own: [], exchanged: []) == nil)
    }

    @Test func `retrieval compares an image's own text with the texts of its rivals`() throws {
        let rivals = [[1, 2], [0, 2], [], [0]]
        let cosines: [Float] = [
            0.9, 0.1, 0.9, 1,  // own 0.9: above one, equal to the other
            0.2, 0.5, 0.3, 1,  // above both
            1, 1, 0, 1,  // no rivals
            0.7, 0, 0, 0.1,  // below its only rival
        ]
        let retrieval = try #require(SameLabelRetrieval(cosines: cosines, rivals: rivals))
        #expect(abs(retrieval.area - (0.75 + 1 + 0) / 3) < 1e-12)
        #expect(abs(retrieval.share - 1.0 / 3) < 1e-12)
        #expect(SameLabelRetrieval(cosines: [1], rivals: [[]]) == nil)
    }
}
