import Tensors
import Testing

@testable import ReportGeneration

struct PromptedDecoderTests {
    /// Always generates 5, 6 and the end token, and records its input.
    private final class Parrot: NextTokenScorer {
        let maxLength = 20
        var heard: [Int32] = []

        func logProbabilities(adding tokens: [Int32], to parents: [Int]) -> Tensor {
            heard += tokens
            let next: Int32 = heard.last == 5 ? 6 : heard.last == 6 ? Token.end : 5
            let row = (0..<Int32(8)).map { $0 == next ? Float(-0.1) : -5 }
            return Tensor(tokens.flatMap { _ in row }, shape: [tokens.count, 8])
        }
    }

    @Test func `the prompt follows begin and is not part of the report`() {
        let parrot = Parrot()
        let decoder = PromptedDecoder(parrot, prompt: [7, 4])
        #expect(decoder.maxLength == 18)
        let report = BeamSearch(beamCount: 1).generate(decoder)
        #expect(parrot.heard == [Token.begin, 7, 4, 5, 6])
        #expect(report.tokens == [5, 6])
        #expect(report.logProbabilities.count == 3)
    }
}
