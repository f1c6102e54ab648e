import FindingLabels

/// Keeps a draft from stating as present what its finding head does not find (decision 51). A statement about a finding that
/// is only possible is lowered to "possible"; where the head gives less than that, no draft is offered.
struct Overstatement {
    /// Why no draft is offered. It names neither the finding nor a figure: it is shown to readers who have not recorded their
    /// first impression yet.
    static let abstention =
        "the model's text and its separate estimate from the picture do not agree on what is present"

    let review: DraftReview
    let head: HeadOpinions

    /// The sentence, lowered if necessary, with the estimates because of which it was lowered; nil if no wording was found that
    /// states only what the head supports.
    func checked(_ sentence: DraftSentence) -> (sentence: DraftSentence, lowered: [FindingProbability])? {
        let overstated = Self.overstated(in: sentence)
        guard !overstated.isEmpty else { return (sentence, []) }
        guard overstated.allSatisfy({ $0.degree == .possible }) else { return nil }
        return wordings(of: sentence, overstated).lazy.map { review.reworded(sentence, as: $0, head: head) }
            .first { Self.overstated(in: $0).isEmpty }.map { ($0, overstated) }
    }

    /// The estimates of the findings that a sentence names and states as present although they are not, each once. Only a bundle
    /// with calibrated probabilities has a limit for what is present.
    static func overstated(in sentence: DraftSentence) -> [FindingProbability] {
        once(
            sentence.claims.filter { $0.status == .positive && $0.agreement == .contradicts }.compactMap(\.opinion)
                .filter { $0.presentThreshold != nil })
    }

    /// Each estimate once: words for scars and for reticulation may name one label in two ways.
    private static func once(_ opinions: [FindingProbability]) -> [FindingProbability] {
        opinions.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Wordings with a lower degree, the one that keeps most of the sentence first; the other only names the findings, and would
    /// lose one that the head does not look for.
    private func wordings(of sentence: DraftSentence, _ overstated: [FindingProbability]) -> [String] {
        let statements = sentence.claims.filter { $0.agreement != .noOpinion }
        let named = statements.compactMap(\.opinion)
        let isLosing = sentence.claims.contains { $0.status != .negative && head.isUnknown($0) }
        guard !isLosing, statements.allSatisfy({ $0.status == .positive }), named.count == statements.count else {
            return [Self.hedged(sentence.text)].compactMap(\.self)
        }
        let sure = Self.once(named).filter { !overstated.contains($0) }.map { HeadLabels.readable($0.label) }
        let names = sure + overstated.map { "possible \(HeadLabels.readable($0.label))" }
        let list = names.listed("and")
        return [Self.hedged(sentence.text), list.prefix(1).uppercased() + list.dropFirst() + "."].compactMap(\.self)
    }

    /// "There is X" becomes "There may be X", another clause "It is possible that …", and a phrase "Possible X". Nil for a sentence
    /// that begins with a denial, which would be lowered with it: "There may be no X".
    static func hedged(_ text: String) -> String? {
        let denials = ["no ", "without ", "there is no ", "there are no ", "there is not ", "there are not "]
        guard !denials.contains(where: text.lowercased().hasPrefix) else { return nil }
        for start in ["There is ", "There are "] where text.hasPrefix(start) {
            return "There may be " + text.dropFirst(start.count)
        }
        let first = text.prefix { $0 != " " }
        let isAcronym = first.dropFirst().contains(where: \.isUppercase)
        let rest = isAcronym ? text : text.prefix(1).lowercased() + text.dropFirst()
        let words = Set(text.lowercased().split { !$0.isLetter }.map(String.init))
        return words.isDisjoint(with: verbs) ? "Possible \(rest)" : "It is possible that \(rest)"
    }

    private static let verbs: Set<String> = [
        "is", "are", "was", "were", "has", "have", "remains", "remain", "appears", "appear", "shows", "show",
        "demonstrates",
        "demonstrate", "persists", "persist", "exists", "projects", "terminates", "can", "may", "suggests", "suggest",
        "represents", "represent", "obscures", "obscure",
    ]
}

extension DraftReview {
    /// The sentences of a draft without overstatements, and the notices about those that were lowered; nil if no draft can be
    /// offered.
    func withoutOverstatements(
        _ sentences: [DraftSentence], head: HeadOpinions
    ) -> (sentences: [DraftSentence], lowered: [DraftNotice])? {
        let overstatement = Overstatement(review: self, head: head)
        let checked = sentences.compactMap(overstatement.checked)
        guard checked.count == sentences.count else { return nil }
        let notices = checked.enumerated().flatMap { index, each in
            each.lowered.map {
                DraftNotice.degreeLowered(sentence: index, written: sentences[index].text, opinion: $0)
            }
        }
        return (checked.map(\.sentence), notices)
    }
}
