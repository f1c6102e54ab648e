import Tensors

/// A report as the search left it.
package struct GeneratedTokens: Sendable, Equatable {
    /// Word ids without begin and end.
    package var tokens: [Int32]
    /// Log-probability of each token, and of the end when the report has one.
    package var logProbabilities: [Float]
    /// The report closed with `end` before the longest length was reached.
    package var hasEnded: Bool

    /// Log-probability of the whole.
    package var total: Float { logProbabilities.reduce(0, +) }
}

/// Keeps the `beamCount` likeliest beginnings at each step; the score is the sum of log-probabilities, without a bonus for length.
///
/// Since no log-probability is above zero, a beginning never scores better than it does now: the search stops, exactly, once
/// the best finished report is at least as likely as every beginning left.
package struct BeamSearch: Sendable {
    package let beamCount: Int

    package init(beamCount: Int = 3) {
        precondition(beamCount >= 1, "a search keeps at least one beam")
        self.beamCount = beamCount
    }

    /// The likeliest report found for the study.
    package func generate(_ network: ReportNetwork, _ study: EncodedStudy) -> GeneratedTokens {
        generate(CachedDecoder(network, study, beams: beamCount))
    }

    /// The same with any scorer.
    package func generate(_ scorer: any NextTokenScorer) -> GeneratedTokens {
        var live = [GeneratedTokens(tokens: [], logProbabilities: [], hasEnded: false)]
        var (added, parents) = ([Token.begin], [0])
        var best: GeneratedTokens?
        for _ in 0..<scorer.maxLength {
            let scores = scorer.logProbabilities(adding: added, to: parents)
            let size = scores.lastSize
            // Twice the beams, so that ends do not crowd out beginnings.
            let candidates = likeliest(2 * beamCount, scores.array(), size: size, after: live.map(\.total))
            var next: [GeneratedTokens] = []
            (added, parents) = ([], [])
            for (rank, candidate) in candidates.enumerated() {
                var report = live[candidate.beam]
                report.logProbabilities.append(candidate.logProbability)
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
        // At the longest length a beginning that is likelier than every finished report wins as it stands.
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

    /// The best continuations, the first beam and the lowest id first among equals. Padding and begin are never said.
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

/// Says the likeliest token at each step: a beam search with one beam.
package struct GreedySearch: Sendable {
    package init() {}

    /// The report of the likeliest tokens.
    package func generate(_ network: ReportNetwork, _ study: EncodedStudy) -> GeneratedTokens {
        BeamSearch(beamCount: 1).generate(network, study)
    }
}
