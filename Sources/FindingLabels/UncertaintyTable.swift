/// Words that leave a finding uncertain. Longer phrases take precedence over shorter ones inside them.
enum UncertaintyTable {
    /// Checked before negation, because they contain a negative word: "cannot exclude", "no new".
    static let beforeNegation = [
        "cannot exclude", "can not exclude", "can't exclude", "could not exclude", "cannot rule out",
        "can not rule out", "can't rule out", "does not exclude", "do not exclude", "not exclude", "not ruling out",
        "no new", "no new area of", "no new areas of", "not able to exclude", "unable to exclude",
        "difficult to exclude", "to exclude", "to rule out", "rule out",
    ]
    static let beforeNegationPredicates = [
        "cannot be excluded", "can not be excluded", "can't be excluded", "could not be excluded", "not excluded",
        "not entirely excluded", "not completely excluded", "cannot be entirely excluded",
        "cannot be completely excluded", "cannot be ruled out", "can not be ruled out", "not ruled out",
        "not be excluded", "not be ruled out", "difficult to exclude", "hard to exclude", "not confidently excluded",
    ]

    /// Hedge what follows.
    static let before = [
        "may", "might", "could", "would", "can", "may represent", "may reflect", "suspicious for", "suspicion of",
        "suspicion for", "concern for", "concerning for", "concern of", "worrisome for", "question of", "question",
        "consider", "considerations include", "differential", "differential includes", "suggest", "suggests",
        "suggesting", "suggestive of", "presumably", "less likely", "evaluate for", "assess for", "correlate for",
        "correlate with", "correlate clinically for", "presumed", "raises", "raising", "?",
    ]

    /// Hedge what follows, or what precedes if nothing follows: "possible edema", "edema is possible".
    static let predicates = [
        "possible", "possibly", "possibility of", "probable", "probably", "likely", "most likely", "unlikely",
        "suspected", "suspect", "suspicious", "questionable", "questioned", "equivocal", "borderline",
        "in the differential", "should be considered", "considered", "be considered", "a consideration",
        "a possibility", "a concern", "may be present", "might be present", "could be present", "poorly evaluated",
        "incompletely evaluated", "not well evaluated", "limited evaluation of", "obscured", "indeterminate",
        "early or developing", "of concern",
    ]

    /// Hedge both sides: "atelectasis versus pneumonia".
    static let between = ["versus", "vs", "or possibly"]

    /// Leave a body part uncertain: an unchanged silhouette may or may not be normal.
    static let anatomy = [
        "stable", "unchanged", "similar", "no change", "not changed", "similar to prior", "similar in appearance",
        "no significant change", "no interval change", "without change", "not significantly changed",
    ]

    /// Mentions that are uncertain by rule unless negated: signs of edema rather than edema itself.
    static let softMentions: Set<String> = [
        "vascular congestion", "pulmonary congestion", "indistinctness", "vascular prominence",
    ]
}
