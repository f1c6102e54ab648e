import DICOMCore
package import WorkList

/// Which studies the model reads: frontal chest radiographs. Decided from what the modality wrote in the header.
package struct Eligibility: Sendable, Equatable {
    /// Values of Modality (0008,0060) that may be radiographs; a Secondary Capture often says `OT`.
    package var modalities: Set<String> = ["CR", "DX", "RG", "SC", "OT"]
    /// What says "chest" in body part, anatomic region or a description; compared without case.
    package var chestTerms = ["chest", "thorax", "thoracic", "lung", "torax", "poumon", "pulmo", "cxr", "pleura"]
    /// Values of View Position (0018,5101) the model reads; an absent value is read as frontal.
    package var views: Set<String> = ["AP", "PA"]

    package init() {}

    /// Whether one image can be drafted, or why not.
    package enum Verdict: Sendable, Equatable {
        case eligible
        case ineligible(reason: String)
    }

    /// - Returns: `.eligible` when at least one image is; otherwise the reason of the first image.
    package func judge(_ images: [ReceivedImage]) -> Verdict {
        let verdicts = images.map(judge)
        if verdicts.contains(.eligible) { return .eligible }
        return verdicts.first ?? .ineligible(reason: "the study has no image")
    }

    /// Modality, purpose, body part and view of one image, in that order.
    ///
    /// A body part or anatomic region that is given decides; only without one do the descriptions speak, since
    /// "rule out chest injury" may stand over a hand.
    package func judge(_ image: ReceivedImage) -> Verdict {
        guard let modality = image.modality, modalities.contains(modality.uppercased()) else {
            return .ineligible(reason: "modality \(image.modality ?? "unknown") is not a radiograph")
        }
        if image.instance.sopClassUID == SOPClass.digitalXRayImageForProcessing.description {
            return .ineligible(reason: "image is for processing, not for presentation")
        }
        if let part = image.bodyPartExamined ?? image.anatomicRegion {
            guard namesChest(part) || image.anatomicRegion.map(namesChest) == true else {
                return .ineligible(reason: "body part \(part) is not the chest")
            }
        } else {
            let descriptions = [image.protocolName, image.seriesDescription, image.studyDescription].compactMap(\.self)
            guard descriptions.contains(where: namesChest) else {
                return .ineligible(reason: "nothing in the header says that this is a chest")
            }
        }
        if let view = image.viewPosition, !views.contains(view.uppercased()) {
            return .ineligible(reason: "view \(view) is not frontal")
        }
        return .eligible
    }

    private func namesChest(_ text: String) -> Bool {
        let text = text.lowercased()
        return chestTerms.contains { text.contains($0) }
    }
}
