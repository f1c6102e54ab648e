import Tensors

/// The report that a search found.
package struct GeneratedTokens: Sendable, Equatable {
    /// Word ids, without the begin and end tokens.
    package var tokens: [Int32]
    /// Log-probability of each token, including the end token if the report has one.
    package var logProbabilities: [Float]
    /// Whether the report ended with `end` before reaching the maximum length.
    package var hasEnded: Bool
    /// For each log-probability, the position of the report among those that the scorer read in that step.
    package var positions: [Int] = []

    /// Log-probability of the whole report.
    package var total: Float { logProbabilities.reduce(0, +) }
}

/// Beam search: keeps the `beamCount` most likely partial reports at each step. The score is the sum of
/// log-probabilities, without length normalisation.
///
/// No log-probability is above zero, so the score of a partial report never rises. The search can therefore stop,
/// without loss, once the best finished report is at least as likely as every partial one.
package struct BeamSearch: Sendable {
    package let beamCount: Int

    package init(beamCount: Int = 3) {
        precondition(beamCount >= 1, "a beam search needs at least one beam")
        self.beamCount = beamCount
    }

    /// Generates the most likely report found for the study.
    package func generate(_ network: ReportNetwork, _ study: EncodedStudy) -> GeneratedTokens {
        generate(CachedDecoder(network, study, beams: beamCount))
    }

    /// Generates with any scorer.
    package func generate(_ scorer: any NextTokenScorer) -> GeneratedTokens {
        var live = [GeneratedTokens(tokens: [], logProbabilities: [], hasEnded: false)]
        var (added, parents) = ([Token.begin], [0])
        var best: GeneratedTokens?
        for _ in 0..<scorer.maxLength {
            let scores = scorer.logProbabilities(adding: added, to: parents)
            let size = scores.lastSize
            // Twice the beams, so that ended reports do not crowd out unfinished ones.
            let candidates = likeliest(2 * beamCount, scores.array(), size: size, after: live.map(\.total))
            var next: [GeneratedTokens] = []
            (added, parents) = ([], [])
            for (rank, candidate) in candidates.enumerated() {
                var report = live[candidate.beam]
                report.logProbabilities.append(candidate.logProbability)
                report.positions.append(candidate.beam)
                if candidate.token == Token.end {
                    report.hasEnded = true
                    if rank < beamCount, report.total > best?.total ?? -.infinity { best = report }
                } else if next.count < beamCount {
                    report.tokens.append(candidate.token)
                    next.append(report)
                    added.append(candidate.token)
                    parents.append(candidate.beam)
                }
            }
            live = next
            guard let hope = live.first?.total, hope > best?.total ?? -.infinity else { break }
        }
        // At the maximum length, an unfinished report that is more likely than every finished one wins.
        let open = live.first
        if let best, best.total >= open?.total ?? -.infinity { return best }
        return open ?? GeneratedTokens(tokens: [], logProbabilities: [], hasEnded: false)
    }

    private struct Candidate {
        let total: Float
        let beam: Int
        let token: Int32
        let logProbability: Float
    }

    /// The best continuations; ties go to the first beam, then the lowest id. Padding and begin tokens are never
    /// generated.
    private func likeliest(_ count: Int, _ scores: [Float], size: Int, after totals: [Float]) -> [Candidate] {
        var kept: [Candidate] = []
        for (beam, total) in totals.enumerated() {
            for token in Int(Token.end)..<size {
                let score = scores[beam * size + token]
                let sum = total + score
                if kept.count == count, let last = kept.last, sum <= last.total { continue }
                let place = kept.firstIndex { sum > $0.total } ?? kept.count
                kept.insert(Candidate(total: sum, beam: beam, token: Int32(token), logProbability: score), at: place)
                if kept.count > count { kept.removeLast() }
            }
        }
        return kept
    }
}

/// Greedy search: generates the most likely token at each step, which is a beam search with one beam.
package struct GreedySearch: Sendable {
    package init() {}

    /// Generates the report of the most likely tokens after a prompt, which may be empty.
    package func generate(_ network: ReportNetwork, _ study: EncodedStudy, prompt: [Int32] = []) -> GeneratedTokens {
        BeamSearch(beamCount: 1).generate(PromptedDecoder(CachedDecoder(network, study, beams: 1), prompt: prompt))
    }
}
