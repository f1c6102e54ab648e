/// Words that say a finding is absent. Longer phrases take precedence over shorter ones inside them.
enum NegationTable {
    /// Negate what follows.
    static let before = [
        "no", "not any", "nor", "neither", "without", "without evidence of", "no evidence of", "no definite",
        "negative for", "free of", "clear of", "absence of", "absent", "lack of", "lacks", "resolution of",
        "clearing of", "clearance of", "disappearance of", "removal of", "rather than", "instead of",
        "exclude", "excludes", "excluded", "ruled out for", "does not show", "does not demonstrate", "do not show",
        "do not demonstrate", "not show", "not have", "denies", "never had", "no longer any", "no sign of",
        "no signs of", "not represent", "not suggest", "not consistent with", "not indicate", "fails to show",
    ]

    /// Negate what precedes, or, as an adjective, what follows: "has resolved", "resolved pneumonia".
    static let predicates = [
        "resolved", "cleared", "removed", "been removed", "no longer seen", "no longer present", "no longer visible",
        "no longer visualized", "no longer identified", "no longer evident", "no longer appreciated", "not seen",
        "not present", "not identified", "not visualized", "not evident", "not appreciated", "not demonstrated",
        "not detected", "not noted", "not apparent", "not visible", "not clearly seen", "not definitely seen",
        "absent", "disappeared", "ruled out", "been excluded", "is excluded", "are excluded", "negative",
    ]

    /// Negate only a body part: a tube in normal position is still a tube.
    static let normality = [
        "normal", "normal in size", "within normal limits", "within normal size limits", "at normal limits",
        "in normal limits",
        "upper limits of normal", "upper limit of normal", "top normal", "unremarkable", "grossly normal", "clear",
        "not enlarged", "not widened", "not prominent", "not increased", "not significantly enlarged",
        "not grossly enlarged", "not overtly enlarged", "not dilated", "not abnormal", "intact", "midline",
    ]
}
