package import WorkList
import WorkListDatabase

/// Decides from the header which studies the model reads: frontal chest radiographs.
package struct Eligibility: Sendable, Equatable {
    /// Values of Modality (0008,0060) that may be radiographs; a Secondary Capture often says `OT`.
    package var modalities: Set<String> = ["CR", "DX", "RG", "SC", "OT"]
    /// Beginnings of words for the chest, in addition to `ChestWords`; case and accents are ignored.
    package var chestTerms = ["cxr"]
    /// Which of `AP` and `PA` the model reads, and values of View Position (0018,5101) that a device of the hospital
    /// writes for a frontal film. A film that does not state its view counts as frontal.
    package var views: Set<String> = ["AP", "PA"]

    package init() {}

    /// Which images of a study the model can read, or why it can read none.
    package enum Judgement: Sendable, Equatable {
        /// SOP Instance UIDs, at least one.
        case eligible([String])
        case ineligible(reason: String)
    }

    /// - Returns: if no image is eligible, `.ineligible` with the reason of the first image.
    package func judge(_ images: [ReceivedImage]) -> Judgement {
        let eligible = images.filter { reasonAgainst($0) == nil }
        guard !eligible.isEmpty else {
            return .ineligible(reason: images.first.flatMap(reasonAgainst) ?? "the study has no image")
        }
        // The soft-tissue image of a dual-energy pair is read only if the study lacks the original film.
        let asTaken = eligible.filter { !Self.isSoftTissueImage($0) }
        return .eligible((asTaken.isEmpty ? eligible : asTaken).map(\.instance.sopInstanceUID))
    }

    /// Why the model cannot read an image, or nil. Checks modality, purpose, body part and view, in that order. The
    /// reason names the attribute and what it says, without text that may contain a name.
    func reasonAgainst(_ image: ReceivedImage) -> String? {
        reasonAgainstKind(of: image) ?? reasonAgainstPart(of: image) ?? reasonAgainstView(of: image)
    }
}
