import DICOMCore
package import WorkList
import WorkListDatabase

/// Which studies the model reads: frontal chest radiographs. Decided from what the modality wrote in the header.
package struct Eligibility: Sendable, Equatable {
    /// Values of Modality (0008,0060) that may be radiographs; a Secondary Capture often says `OT`.
    package var modalities: Set<String> = ["CR", "DX", "RG", "SC", "OT"]
    /// What says "chest" in body part, anatomic region or a description; compared without case.
    package var chestTerms = ["chest", "thorax", "thoracic", "lung", "torax", "poumon", "pulmo", "cxr", "pleura"]
    /// Values of View Position (0018,5101) the model reads; an absent value is read as frontal.
    package var views: Set<String> = ["AP", "PA"]

    package init() {}

    /// Which images of a study can be drafted, or why none can.
    package enum Verdict: Sendable, Equatable {
        /// SOP Instance UIDs, at least one.
        case eligible([String])
        case ineligible(reason: String)
    }

    /// - Returns: `.ineligible` with the reason of the first image when no image is eligible.
    package func judge(_ images: [ReceivedImage]) -> Verdict {
        let eligible = images.filter { reasonAgainst($0) == nil }
        if !eligible.isEmpty { return .eligible(eligible.map(\.instance.sopInstanceUID)) }
        return .ineligible(reason: images.first.flatMap(reasonAgainst) ?? "the study has no image")
    }

    /// Why an image cannot be drafted, or nil: modality, purpose, body part and view, in that order.
    ///
    /// A body part or anatomic region that is given decides; only without one do the descriptions speak, since
    /// "rule out chest injury" may stand over a hand.
    func reasonAgainst(_ image: ReceivedImage) -> String? {
        guard let modality = image.modality, modalities.contains(modality.uppercased()) else {
            return "modality \(quoted(image.modality)) is not a radiograph"
        }
        if image.instance.sopClassUID == SOPClass.digitalXRayImageForProcessing.description {
            return "image is for processing, not for presentation"
        }
        if let part = image.bodyPartExamined ?? image.anatomicRegion {
            guard namesChest(part) || image.anatomicRegion.map(namesChest) == true else {
                return "body part \(quoted(part)) is not the chest"
            }
        } else {
            let descriptions = [image.protocolName, image.seriesDescription, image.studyDescription].compactMap(\.self)
            guard descriptions.contains(where: namesChest) else {
                return "nothing in the header says that this is a chest"
            }
        }
        if let view = image.viewPosition, !views.contains(view.uppercased()) {
            return "view \(quoted(view)) is not frontal"
        }
        return nil
    }

    /// A value as it may stand in a log: only what looks like a defined term (PS3.5 6.2, CS), since anything may have
    /// been typed into it, a name included.
    private func quoted(_ value: String?) -> String {
        guard let value else { return "unknown" }
        let isTerm =
            value.utf8.count <= 16
            && value.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_ ".contains($0)) }
        return isTerm ? value : "(free text)"
    }

    private func namesChest(_ text: String) -> Bool {
        let text = text.lowercased()
        return chestTerms.contains { text.contains($0) }
    }
}
