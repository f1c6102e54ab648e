import DICOMCore
package import WorkList
import WorkListDatabase

/// Decides from the header which studies the model reads: frontal chest radiographs.
package struct Eligibility: Sendable, Equatable {
    /// Values of Modality (0008,0060) that may be radiographs; a Secondary Capture often says `OT`.
    package var modalities: Set<String> = ["CR", "DX", "RG", "SC", "OT"]
    /// Terms that mean "chest" in body part, anatomic region or a description; case is ignored.
    package var chestTerms = ["chest", "thorax", "thoracic", "lung", "torax", "poumon", "pulmo", "cxr", "pleura"]
    /// Values of View Position (0018,5101) that the model reads; a missing value counts as frontal.
    package var views: Set<String> = ["AP", "PA"]

    package init() {}

    /// Which images of a study the model can read, or why it can read none.
    package enum Verdict: Sendable, Equatable {
        /// SOP Instance UIDs, at least one.
        case eligible([String])
        case ineligible(reason: String)
    }

    /// - Returns: if no image is eligible, `.ineligible` with the reason of the first image.
    package func judge(_ images: [ReceivedImage]) -> Verdict {
        let eligible = images.filter { reasonAgainst($0) == nil }
        if !eligible.isEmpty { return .eligible(eligible.map(\.instance.sopInstanceUID)) }
        return .ineligible(reason: images.first.flatMap(reasonAgainst) ?? "the study has no image")
    }

    /// Why the model cannot read an image, or nil. Checks modality, purpose, body part and view, in that order.
    ///
    /// Body part or anatomic region decides if present. Descriptions count only without them, because "rule out chest
    /// injury" may describe an image of a hand.
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

    /// A value that is safe to log: only text that looks like a defined term (PS3.5 6.2, CS), because free text may
    /// contain a name.
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
