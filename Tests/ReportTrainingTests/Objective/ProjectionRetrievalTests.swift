import Tensors
import Testing

@testable import ReportTraining

@Suite struct ProjectionRetrievalTests {
    @Test func `ranks and cosines match the pairs`() throws {
        try Compute.prepare(threads: 2)
        let images = Tensor([1, 0, 0, 1], shape: [2, 2])
        let good = ProjectionRetrieval(images: images, texts: images)
        #expect(good.alignment == 1 && good.background == 0 && good.recallAt1 == 1)
        let bad = ProjectionRetrieval(images: images, texts: Tensor([0, 1, 1, 0], shape: [2, 2]))
        #expect(bad.alignment == 0 && bad.background == 1 && bad.recallAt1 == 0 && bad.recallAt5 == 1)
    }

    @Test func `a collapsed space retrieves nothing`() throws {
        try Compute.prepare(threads: 2)
        let same = Tensor([Float](repeating: 1, count: 7), shape: [7, 1])
        let retrieval = ProjectionRetrieval(images: same, texts: same)
        #expect(retrieval.recallAt5 == 0 && retrieval.alignment == 1 && retrieval.background == 1)
    }
}
