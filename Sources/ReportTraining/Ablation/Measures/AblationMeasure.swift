/// A measure in the ablation's table. Measures of drafts are computed from what greedy search writes; the others need
/// neither a draft nor a threshold, and exist only for reports that state facts.
package enum AblationMeasure: String, CaseIterable, Codable, CodingKeyRepresentable, Sendable {
    case bleu4 = "BLEU-4"
    case rougeL = "ROUGE-L"
    /// METEOR 1.5 without its paraphrase module.
    case meteor = "METEOR, no paraphrases"
    /// Findings read back from the drafts, against the labels (the true ones if they are known); micro counts all claims
    /// together, macro is the mean over the findings.
    case microPrecision = "precision micro"
    case microRecall = "recall micro"
    case microF1 = "F1 micro"
    case macroPrecision = "precision macro"
    case macroRecall = "recall macro"
    case macroF1 = "F1 macro"
    /// Sides, zones, grades and kinds of devices, each with its finding.
    case attributeF1 = "attribute F1"
    /// Findings that no label covers.
    case incidentalF1 = "incidental F1"
    /// Share of drafts that state all facts of the picture and nothing else.
    case exact = "exact reports"
    /// `SwapTest` on pairs of studies with the same findings and different attributes; 0.5 for a model that ignores the
    /// pictures.
    case swap = "swap test, attributes"
    /// `SwapTest` on pairs of studies without labels, which differ in incidental findings.
    case swapOfNormals = "swap test, normals"
    /// Share of the report's words for a side that are more likely than every rival, given the picture and the words
    /// before. The same for zone and grade.
    case sideChoice = "side right"
    case zoneChoice = "zone right"
    case gradeChoice = "grade right"
    /// Mean text loss on the words of attributes.
    case attributeLoss = "attribute text loss"
    /// `SameLabelRetrieval`: among studies with the same labels and different facts, the probability that an image is
    /// nearer to its own text than to another one.
    case retrievalArea = "same-label AUC"
    /// `SameLabelRetrieval`: share of images whose own text is nearer than every rival.
    case retrievalShare = "same-label share"

    /// Whether it is computed from drafts.
    package var isOfDrafts: Bool {
        switch self {
        case .bleu4, .rougeL, .meteor, .microPrecision, .microRecall, .microF1, .macroPrecision, .macroRecall,
            .macroF1, .attributeF1, .incidentalF1, .exact:
            true
        case .swap, .swapOfNormals, .sideChoice, .zoneChoice, .gradeChoice, .attributeLoss, .retrievalArea,
            .retrievalShare:
            false
        }
    }

    /// Whether less is better.
    package var isLoss: Bool { self == .attributeLoss }
}
