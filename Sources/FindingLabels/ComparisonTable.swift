/// Words that compare with an earlier study. `_` stands for a word boundary.
enum ComparisonTable {
    static let words = [
        "_compared_", "_comparison_", "_in comparison_", "_interval_", "_interim_", "_unchanged_", "_stable_",
        "_stability_", "_no change_", "_no significant change_", "_changed_", "_new_", "_newly_", "_no new_",
        "_increased_", "_increasing_", "_decreased_", "_decreasing_", "_improved_", "_improving_", "_improvement_",
        "_worse_", "_worsened_", "_worsening_", "_progressed_", "_progression_", "_again_", "_redemonstrated_",
        "_re demonstrated_", "_redemonstration_", "_remains_", "_remain_", "_persistent_", "_persists_", "_persist_",
        "_resolved_", "_resolving_", "_resolution_", "_no longer_", "_removed_", "_removal of_", "_previously_",
        "_similar to_", "_as before_", "_than before_", "_since the_",
    ]

    /// Compare too, unless a past event follows: "prior film", but not "prior sternotomy".
    static let past = ["_prior_", "_previous_"]

    /// Past events: what was done or happened to the patient, not what was seen on a film.
    static let events = [
        "otomy", "ectomy", "plasty", "surg", "cabg", "bypass", "operat", "resection", "replacement", "repair",
        "transplant", "radiation", "radiotherapy", "fracture", "trauma", "granulomatous", "infection", "tubercul",
        "gunshot", "fusion", "implant", "procedure", "inflamm", "infarct", "vaccin",
    ]

    /// Contain such a word without comparing.
    static let exceptions = [
        // about the patient, not the film
        "_hemodynamically stable_", "_haemodynamically stable_", "_clinically stable_", "_stable condition_",
        "_previously healthy_", "_new york_",
        // relative to what is usual, not to an earlier film
        "_increased density", "_increased lucency_", "_increased opaci", "_increased interstitial_",
        "_increased markings_", "markings are increased_", "_increased ap diameter_", "_increased attenuation_",
        "_increased retrosternal", "_decreased translucency_", "_decreased lung volumes_", "_decreased inspiration_",
        // no earlier study to compare with
        "_no prior_", "_no previous_", "_no comparison", "_without comparison", "_without prior_",
        "_comparison none_", "_comparison: none_", "_prior none_", "_no priors_", "_unavailable for comparison_",
        "_not available for comparison_",
        // recommendations
        "_short interval follow", "_interval follow up_", "_after resolution_", "_to document resolution_",
        "_to ensure resolution_", "_until resolution_", "_resolution of the image_",
    ]
}
