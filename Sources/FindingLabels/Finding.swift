/// The 14 observations of the CheXpert labeler (Irvin et al., AAAI 2019), in its order and with its names.
package enum Finding: String, CaseIterable, Codable, Sendable {
    case noFinding = "No Finding"
    case enlargedCardiomediastinum = "Enlarged Cardiomediastinum"
    case cardiomegaly = "Cardiomegaly"
    case lungLesion = "Lung Lesion"
    case lungOpacity = "Lung Opacity"
    case edema = "Edema"
    case consolidation = "Consolidation"
    case pneumonia = "Pneumonia"
    case atelectasis = "Atelectasis"
    case pneumothorax = "Pneumothorax"
    case pleuralEffusion = "Pleural Effusion"
    case pleuralOther = "Pleural Other"
    case fracture = "Fracture"
    case supportDevices = "Support Devices"
}

/// What a report says about a finding.
package enum FindingStatus: String, Codable, Sendable {
    case positive
    case negative
    case uncertain
    /// The report does not mention it.
    case unmentioned
}
