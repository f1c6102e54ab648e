package import FindingLabels

extension DraftText {
    /// Why a sentence is doubtful.
    package enum Doubt: String, Sendable, Codable {
        /// The finding head contradicts it.
        case contradicts
        /// Findings and Impression contradict each other about it.
        case inconsistent
        /// The model worded it as certain, which the finding head did not support; it is shown as possible.
        case lowered
        /// It states something that the model cannot know: a comparison with a prior study, or a measurement.
        case unsupported
        /// The model rarely uses this wording.
        case uncertain

        /// Maps the kind of a notice to a doubt; nil for a notice that makes no sentence doubtful.
        init?(notice kind: String) {
            switch kind {
            case "contradictsHead": self = .contradicts
            case "sectionsDisagree": self = .inconsistent
            case "degreeLowered": self = .lowered
            case "comparesWithPrior", "unreliableMeasurement": self = .unsupported
            case "lowConfidence": self = .uncertain
            default: return nil
            }
        }

        fileprivate var weight: Int {
            switch self {
            case .contradicts: 4
            case .inconsistent: 3
            case .lowered: 2
            case .unsupported: 1
            case .uncertain: 0
            }
        }
    }

    /// Kinds of notices about the draft's text, which is not shown if no draft is offered: those of
    /// `DraftNotice.isAboutText`, which this target cannot see.
    static let kindsAboutText: Set<String> = [
        "textNotRead", "contradictsHead", "degreeLowered", "sectionsDisagree", "findingUnmentioned",
        "comparesWithPrior", "unreliableMeasurement", "endedByLengthLimit", "lowConfidence", "mostFrequentReport",
    ]

    /// How a draft mentions a finding.
    package enum Mention: String, Sendable, Codable {
        case stated, possible, denied
        case not = "no"
    }

    /// The doubt on each sentence, the weightiest if there are several; nil for a sentence that is not doubtful.
    package var doubts: [Doubt?] {
        var doubts = [Doubt?](repeating: nil, count: sentences.count)
        for notice in notices {
            guard let index = notice.sentence, sentences.indices.contains(index), let doubt = Doubt(notice: notice.kind)
            else { continue }
            if doubts[index].map({ $0.weight < doubt.weight }) ?? true { doubts[index] = doubt }
        }
        return doubts
    }

    /// Whether the labeler read the draft's sentences.
    var isRead: Bool { !notices.contains { $0.kind == "textNotRead" } }

    /// Labels of the findings that are present or possible by the finding head and that no sentence mentions. If the labeler
    /// did not read the draft, every such finding counts as not mentioned. The label "No Finding" is left out, because it is
    /// not a finding that a reader can decide on.
    package var unmentionedFindings: [String] {
        guard abstention == nil else { return [] }
        let labels =
            isRead
            ? notices.compactMap { $0.kind == "findingUnmentioned" ? $0.opinion?.label : nil }
            : probabilities.filter { $0.degree != .absent }.map(\.label)
        return labels.filter { !Self.isNoFinding($0) }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private static func isNoFinding(_ label: String) -> Bool {
        label.replacing("_", with: " ").lowercased() == Finding.noFinding.rawValue.lowercased()
    }

    /// The finding head's estimates, with those that only a notice about an unmentioned finding has.
    package var estimates: [Estimate] {
        let unmentioned = notices.compactMap { $0.kind == "findingUnmentioned" ? $0.opinion : nil }
        return (probabilities + unmentioned).reduce(into: []) { estimates, estimate in
            if !estimates.contains(where: { $0.label == estimate.label }) { estimates.append(estimate) }
        }
    }

    /// Returns how the sentences mention a label of the finding head.
    package func mention(of label: String) -> Mention {
        guard !Self.isNoFinding(label) else { return .not }
        let claims = sentences.flatMap(\.claims).filter { $0.opinion?.label == label || $0.finding == label }
        for (status, mention) in [
            (FindingStatus.positive, Mention.stated), (.uncertain, .possible), (.negative, .denied),
        ]
        where claims.contains(where: { $0.status == status }) { return mention }
        let estimate = probabilities.first { $0.label == label }
        // A sentence about a subtype mentions the finding too; the notices take that into account.
        let isLikely = estimate.map { $0.degree != .absent } ?? false
        return isLikely && abstention == nil && !unmentionedFindings.contains(label) ? .stated : .not
    }
}

extension DraftText.Estimate {
    package var degree: FindingDegree {
        FindingDegree(probability: probability, threshold: threshold, presentThreshold: presentThreshold)
    }
}

extension DraftText.Sentence {
    /// The likelihood of its finding in one word, from its likeliest estimate; nil without an estimate.
    package var word: String? {
        guard let likeliest = estimates.max(by: { $0.degree.rank < $1.degree.rank }) else { return nil }
        return switch likeliest.degree {
        case .absent: "low"
        case .possible: "medium"
        case .present: "high"
        }
    }
}

extension FindingDegree {
    fileprivate var rank: Int {
        switch self {
        case .absent: 0
        case .possible: 1
        case .present: 2
        }
    }
}
