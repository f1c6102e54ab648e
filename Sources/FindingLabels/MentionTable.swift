/// The word stems that mention a finding, based on the CheXpert labeler's lists.
///
/// A stem matches anywhere in a word; `_` stands for a word boundary: `_mediastinum` does not match
/// "pneumomediastinum".
enum MentionTable {
    /// Stems that name an abnormality, which is present unless another word says otherwise.
    static let abnormalities: [Finding: [String]] = [
        .atelectasis: ["atelecta", "collapse"],
        .cardiomegaly: ["cardiomegaly", "cardiac enlargement", "enlarged heart"],
        .consolidation: ["consolidat"],
        .edema: [
            "edema", "heart failure", "chf", "vascular congestion", "pulmonary congestion", "indistinctness",
            "vascular prominence",
        ],
        .fracture: ["fracture"],
        .lungLesion: [
            "mass", "nodular density", "nodular densities", "nodular opacity", "nodular opacities",
            "nodular opacification", "nodule", "lump", "cavitary lesion", "carcinoma", "neoplasm", "tumor",
        ],
        .lungOpacity: [
            "opaci", "decreased translucency", "increased density", "airspace disease", "air space disease",
            "infiltrate", "infiltration", "reticulation", "parenchymal scarring", "peribronchial thickening",
            "wall thickening", "scar",
        ],
        .pleuralEffusion: ["pleural fluid", "effusion"],
        .pleuralOther: [
            "pleural thickening", "fibrosis", "fibrothorax", "pleural scar", "pleural parenchymal scar",
            "pleuro parenchymal scar", "pleuro pericardial scar",
        ],
        .pneumonia: ["pneumonia", "infection", "infectious"],
        .pneumothorax: ["pneumothorax", "pneumothoraces"],
        .supportDevices: [
            "pacer", "_line_", "lines", "picc", "tube", "valve", "catheter", "pacemaker", "hardware", "arthroplast",
            "marker", "icd", "defib", "device", "drain_", "plate", "screw", "cannula", "apparatus", "coil", "support",
            "equipment", "mediport",
        ],
    ]

    /// Stems that name a body part: "normal" applies to these, and "unchanged" makes them uncertain.
    static let anatomy: [Finding: [String]] = [
        .cardiomegaly: [
            "the heart", "heart size", "cardiac size", "cardiac shadow", "cardiac contour", "cardiac silhouette",
        ],
        .enlargedCardiomediastinum: [
            "_mediastinum", "cardiomediastinum", "contour", "mediastinal configuration", "mediastinal silhouette",
            "pericardial silhouette", "cardiac silhouette and vascularity",
        ],
        .lungOpacity: [
            "interstitial marking", "interstitial pattern", "interstitial lung", "reticular pattern",
            "reticular marking",
        ],
    ]

    /// Abnormalities outside the thirteen: they rule out "No Finding".
    static let otherAbnormalities = [
        "emphysema", "blunt", "elevation", "eventration", "scoliosis", "degenera", "calcifi", "hyperinflat",
        "bronchospasm", "asthma", "hernia", "copd", "plaque", "osteophytosis", "aortic disease", "bronchiolitis",
        "airways disease", "thickening", "cephalization", "aspiration", "bullae", "contusion", "atherosclero",
        "osteopenia", "metastasis", "granuloma", "pneumomediastinum", "pneumoperitoneum", "osteodystrophy", "cuffing",
        "irregular lucency", "inflam", "hypertension", "prominen", "kyphosis", "defib", "hyperexpansion", "bullet",
        "reticula", "thoracentesis", "bronchitis", "volume loss", "deformity", "hemorrhage", "hematoma", "radiopaque",
        "aerophagia", "arthropathy", "tracheostomy",
    ]
    /// Body parts outside the thirteen.
    static let otherAnatomy = ["density", "interstitial markings", "fissure"]

    /// A mention that overlaps one of these does not count for that finding.
    static let exceptions: [Finding: [String]] = [
        .lungLesion: ["calcified nodul", "massive", "massengale", "clump"],
        .lungOpacity: ["pleural scar"],
        .pleuralEffusion: ["pericardial effusion"],
        .cardiomegaly: places.flatMap { place in
            ["heart", "heart size", "cardiac size", "cardiac shadow", "cardiac contour", "cardiac silhouette"].map {
                place + $0
            }
        },
        .enlargedCardiomediastinum: places.flatMap { place in
            (anatomy[.enlargedCardiomediastinum] ?? []).map { place + $0.filter { $0 != "_" } }
        },
        .supportDevices: [
            "platelike", "plate like", "endplate", "end plate", "tubercul", "to support", "supportive", "pleural line",
            "kerley", "septal lines",
        ],
    ]

    /// Places on or behind the heart, which say nothing about the heart itself.
    private static let places: [String] = ["over the ", "overly the ", "overlying the ", "behind the ", "in the "]
        .flatMap { place in ["", "superior ", "left ", "right "].map { place + $0 } }
}
