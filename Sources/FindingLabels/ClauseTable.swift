/// Words that limit how far a trigger reaches.
enum ClauseTable {
    /// End a clause: no trigger reaches past them.
    static let breakers = [
        "but", "however", "although", "though", "except", "except for", "aside from", "apart from", "other than",
        "nevertheless", "nonetheless", "yet", "whereas", "while", ";",
    ]

    /// End a noun phrase: "no effusion is seen" negates only what precedes "is".
    static let verbs = [
        "is", "are", "was", "were", "has", "have", "had", "remains", "remain", "appears", "appear", "shows", "show",
        "demonstrates", "demonstrate", "persists", "persist", "there", "also", "exists", "projects", "terminates",
    ]

    /// Introduce accompanying findings: "no edema with small effusions" still has the effusions.
    static let companions = ["with", "and with", "due to", "secondary to", "in the setting of", "in setting of"]

    /// Start a new statement after a comma or an "and", unless an "or" follows later in the list.
    static let openers = [
        "small", "tiny", "trace", "mild", "minimal", "moderate", "large", "stable", "unchanged", "persistent",
        "increased", "increasing", "worsening", "worsened", "improved", "improving", "residual", "enlarged", "widened",
        "patchy", "bibasilar", "the", "heart", "cardiac", "lungs", "mediastinum", "status post", "probable",
        "possible", "possibly", "probably", "likely", "suspected", "questionable", "there",
    ]

    /// Say that a body part is not normal: a later "normal" refers to something else, and "stable" to the abnormality.
    static let abnormal = [
        "enlarged", "enlargement", "enlarging", "widened", "widening", "prominent", "prominence", "dilated",
        "increased", "abnormal", "tortuous", "ectatic", "cardiomegaly",
    ]

    /// Look like triggers but are not: "no change in effusion" implies an effusion.
    static let pseudo = [
        "no change", "no changes", "no interval change", "no significant change", "no significant interval change",
        "no substantial change", "no substantial interval change", "no appreciable change", "no relevant change",
        "no definite change", "no short interval change", "no increase", "no decrease", "no improvement",
        "no worsening", "no progression", "no interval progression", "no interval increase", "no interval decrease",
        "no interval improvement", "no significant increase", "no significant improvement", "no longer", "not only",
        "no further",
        "without change", "without significant change", "without interval change", "not certain", "not changed",
        "not significantly changed", "not significantly increased", "not resolved", "not cleared", "not yet resolved",
        "not completely resolved", "not entirely resolved", "not fully resolved", "not been removed", "nearly resolved",
        "partially resolved",
        "incompletely resolved", "almost resolved", "partially cleared", "incomplete resolution of",
        "partial resolution of", "incomplete clearing of", "partial clearing of", "otherwise normal",
        "otherwise clear", "otherwise unremarkable", "otherwise within normal limits", "no doubt", "not without",
        "consistent with", "compatible with", "in keeping with", "associated with", "concordant with",
        "most consistent with", "as well as", "if present", "can be seen", "no more",
        "no better", "no worse", "no larger", "no smaller", "clinically correlate", "without resolution of",
        "no resolution of", "no clearing of", "no interval resolution of", "no removal of", "not normal",
        "not clear", "not unremarkable", "not within normal limits", "no question", "abnormal",
    ]
}
