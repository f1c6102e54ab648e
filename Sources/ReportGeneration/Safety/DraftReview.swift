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

    /// Whether the text of a draft is in a language that the labeler reads; otherwise its sentences have no claims.
    func reads(_ sentences: [String]) -> Bool { labeler.reads(sentences.joined(separator: " ")) }

    /// Compares a sentence's claims with the finding head; `probabilities` has one entry per word. `isRead` says whether the
    /// labeler reads the draft.
    func sentence(
        _ text: String, _ section: DraftSection, probabilities: [Double], head: HeadOpinions, isRead: Bool = true
    ) -> DraftSentence {
        DraftSentence(
            text: text, section: section,
            confidence: probabilities.reduce(0, +) / Double(max(probabilities.count, 1)),
            minimumProbability: probabilities.min(), claims: isRead ? head.claims(of: labeler.label(text)) : [],
            comparison: comparison.sentences(of: text).flatMap(\.words))
    }

    /// The same sentence in other words, with its claims read again.
    func reworded(_ sentence: DraftSentence, as text: String, head: HeadOpinions) -> DraftSentence {
        DraftSentence(
            text: text, section: sentence.section, confidence: sentence.confidence,
            minimumProbability: sentence.minimumProbability, claims: head.claims(of: labeler.label(text)),
            comparison: comparison.sentences(of: text).flatMap(\.words))
    }

    /// The notices on a draft's text, most serious kind first.
    func notices(
        on sentences: [DraftSentence], words: [String], hasEnded: Bool, head: HeadOpinions, isRead: Bool = true
    ) -> [DraftNotice] {
        var notices: [DraftNotice] = isRead ? [] : [.textNotRead]
        for (index, sentence) in sentences.enumerated() {
            for claim in sentence.claims {
                if let opinion = head.contradicted(by: claim) {
                    notices.append(
                        .contradictsHead(
                            sentence: index, finding: claim.finding, status: claim.status, opinion: opinion))
                }
            }
        }
        notices += SectionComparison.notices(on: sentences)
        let likely = isRead ? head.likely : []
        notices += likely.filter { !Self.mentions($0.opinion, $0.finding, in: sentences) }.map {
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

    /// Whether a sentence mentions a likely finding: by name, or by general words that may stand for it ("opacity").
    /// Mentioning a subtype as present or possible mentions Lung Opacity too, but pneumonia is no infiltrate.
    private static func mentions(
        _ opinion: FindingProbability, _ finding: Finding?, in sentences: [DraftSentence]
    ) -> Bool {
        let kinds =
            HeadLabels.isLungOpacity(opinion.label) ? (HeadLabels.kinds[.lungOpacity] ?? []).map(\.rawValue) : []
        return sentences.flatMap(\.claims).contains { claim in
            if claim.opinion?.label == opinion.label { return true }
            if claim.status != .negative && kinds.contains(claim.finding) { return true }
            let isGeneral = claim.opinion == nil && claim.agreement != .noOpinion
            return isGeneral && claim.finding == finding?.rawValue
        }
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
