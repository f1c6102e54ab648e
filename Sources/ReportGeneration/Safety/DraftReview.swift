import FindingLabels

/// Checks a draft for contradictions and other problems and turns them into notices. Can be reused for any number of
/// drafts.
struct DraftReview {
    let textPipeline: TextPipeline
    /// Statistics of the model's training data; nil for bundles without them.
    let reference: SafetyReference?
    private let labeler = FindingLabeler()
    private let comparison = PriorComparison()

    init(textPipeline: TextPipeline, reference: SafetyReference?) {
        self.textPipeline = textPipeline
        self.reference = reference
    }

    /// Compares a sentence's claims with the finding head; `probabilities` has one entry per word.
    func sentence(
        _ text: String, _ section: DraftSection, probabilities: [Double], head: HeadOpinions
    ) -> DraftSentence {
        DraftSentence(
            text: text, section: section,
            confidence: probabilities.reduce(0, +) / Double(max(probabilities.count, 1)),
            minimumProbability: probabilities.min(), claims: claims(text, head),
            comparison: comparison.sentences(of: text).flatMap(\.words))
    }

    private func claims(_ text: String, _ head: HeadOpinions) -> [ClaimedFinding] {
        let report = labeler.label(text)
        // "No Finding" describes a whole report, never a single sentence.
        let named = Finding.allCases.filter { $0 != .noFinding && report[$0] != .unmentioned }
        let others = head.others.compactMap { opinion -> ClaimedFinding? in
            let stem = HeadLabels.readable(opinion.label)
            let mentions = report.evidence.filter { $0.words.lowercased().contains(stem) }.map(\.status)
            guard let status = [FindingStatus.positive, .uncertain, .negative].first(where: mentions.contains) else {
                return nil
            }
            return HeadOpinions.claim(opinion.label, status, opinion)
        }
        return named.map { head.claim($0, report[$0]) } + others
    }

    /// The notices on a draft's text, most serious kind first.
    func notices(
        on sentences: [DraftSentence], words: [String], hasEnded: Bool, head: HeadOpinions
    ) -> [DraftNotice] {
        var notices: [DraftNotice] = []
        for (index, sentence) in sentences.enumerated() {
            for claim in sentence.claims where claim.agreement == .contradicts {
                if let opinion = claim.opinion {
                    notices.append(
                        .contradictsHead(
                            sentence: index, finding: claim.finding, status: claim.status, opinion: opinion))
                }
            }
        }
        let spoken = Self.spoken(in: sentences)
        notices += head.likely.filter { !spoken.contains($0.finding?.rawValue ?? $0.opinion.label) }.map {
            .findingUnmentioned(opinion: $0.opinion)
        }
        for (index, sentence) in sentences.enumerated() where !sentence.comparison.isEmpty {
            notices.append(.comparesWithPrior(sentence: index, words: sentence.comparison))
        }
        if !textPipeline.keepsNumbers {
            for (index, sentence) in sentences.enumerated() {
                let measures = Measurements.found(in: sentence.text)
                if !measures.isEmpty { notices.append(.unreliableMeasurement(sentence: index, words: measures)) }
            }
        }
        if !hasEnded { notices.append(.endedByLengthLimit) }
        if let reference {
            for (index, sentence) in sentences.enumerated() where sentence.confidence < reference.lowConfidence {
                notices.append(.lowConfidence(sentence: index, probability: sentence.confidence))
            }
            if SafetyReference.hash(words) == reference.mostFrequentReport { notices.append(.mostFrequentReport) }
        }
        return notices
    }

    /// The findings that the sentences mention. Mentioning a subtype, even as uncertain, counts as mentioning the
    /// parent finding.
    private static func spoken(in sentences: [DraftSentence]) -> Set<String> {
        let claims = sentences.flatMap(\.claims)
        var spoken = Set(claims.map(\.finding))
        for (finding, kinds) in HeadLabels.kinds {
            let names = Set(kinds.map(\.rawValue))
            if claims.contains(where: { names.contains($0.finding) && $0.status != .negative }) {
                spoken.insert(finding.rawValue)
            }
        }
        return spoken
    }
}

/// Numbers with a unit.
enum Measurements {
    static func found(in text: String) -> [String] {
        text.matches(of: pattern).map { String($0.output) }
    }

    private static var pattern: Regex<Substring> {
        #/(?i)\b[0-9]+(?:\.[0-9]+)?(?:\s*x\s*[0-9]+(?:\.[0-9]+)?)*\s*(?:mm|cm|ml|cc|percent|degrees?|inch(?:es)?|%)(?![a-z0-9])/#
    }
}
