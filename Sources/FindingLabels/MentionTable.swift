/// The word stems that speak of a finding, after the CheXpert labeler's lists.
///
/// A stem is found anywhere inside words; `_` stands for the edge of a word. `_mediastinum` is not found in
/// "pneumomediastinum".
enum MentionTable {
    /// Stems that name an abnormality: present unless something says otherwise.
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

    /// Stems that name a part of the body: "normal" speaks of these, and "unchanged" leaves them open.
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

    /// Abnormalities outside the thirteen: a report that has one is not "No Finding".
    static let otherAbnormalities = [
        "emphysema", "blunt", "elevation", "eventration", "scoliosis", "degenera", "calcifi", "hyperinflat",
        "bronchospasm", "asthma", "hernia", "copd", "plaque", "osteophytosis", "aortic disease", "bronchiolitis",
        "airways disease", "thickening", "cephalization", "aspiration", "bullae", "contusion", "atherosclero",
        "osteopenia", "metastasis", "granuloma", "pneumomediastinum", "pneumoperitoneum", "osteodystrophy", "cuffing",
        "irregular lucency", "inflam", "hypertension", "prominen", "kyphosis", "defib", "hyperexpansion", "bullet",
        "reticula", "thoracentesis", "bronchitis", "volume loss", "deformity", "hemorrhage", "hematoma", "radiopaque",
        "aerophagia", "arthropathy", "tracheostomy",
    ]
    /// The same for parts of the body.
    static let otherAnatomy = ["density", "interstitial markings", "fissure"]

    /// A mention that overlaps one of these is none of that finding.
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

    /// What stands in these places lies on or behind the heart and says nothing of the heart.
    private static let places: [String] = ["over the ", "overly the ", "overlying the ", "behind the ", "in the "]
        .flatMap { place in ["", "superior ", "left ", "right "].map { place + $0 } }
}
