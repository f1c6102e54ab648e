import DICOMCore
import WorkList
import WorkListDatabase

extension Eligibility {
    /// Why an image is not a radiograph that the model reads: by Modality, SOP class and Image Type.
    func reasonAgainstKind(of image: ReceivedImage) -> String? {
        let sopClass = image.instance.sopClassUID
        guard let modality = image.modality ?? Self.modality(ofSOPClass: sopClass) else {
            return "Modality (0008,0060) is absent, and SOP class \(sopClass) is not that of a radiograph"
        }
        guard modalities.contains(modality.uppercased()) else {
            return "Modality (0008,0060) is \(shownTerm(modality)), not a radiograph"
        }
        if sopClass == SOPClass.digitalXRayImageForProcessing.description {
            return "the image is for processing, not for presentation: SOP class \(sopClass)"
        }
        if image.imageType.map({ Self.values(of: $0).contains { $0.words.contains { $0.hasPrefix("bone") } } }) == true
        {
            return "Image Type (0008,0008) is BONE: the bone image of a dual-energy pair"
        }
        for text in image.descriptions where Self.describesBoneImage(FoldedText(text.value)) {
            return "\(text.attribute) says \"bone\": the bone image of a dual-energy pair"
        }
        return nil
    }

    /// Image Type (0008,0008) or a description of the image names the soft-tissue image of a dual-energy pair.
    static func isSoftTissueImage(_ image: ReceivedImage) -> Bool {
        image.imageType.map { values(of: $0).contains { $0.words.contains { $0.hasPrefix("tissue") } } } == true
            || image.descriptions.contains {
                let words = FoldedText($0.value).words
                return namesDualEnergy(words) && words.contains { $0.hasPrefix("tissue") }
            }
    }

    /// The values of Image Type from the third on: the first two say only whether the image is derived or secondary.
    private static func values(of imageType: String) -> [FoldedText] {
        imageType.split(separator: "\\", omittingEmptySubsequences: false).dropFirst(2).map { FoldedText(String($0)) }
    }

    private static func describesBoneImage(_ text: FoldedText) -> Bool {
        let isBone = text.words.contains { $0 == "bone" || $0 == "bones" }
        return isBone && (namesDualEnergy(text.words) || WordPattern("bone image*").isFound(in: text))
    }

    private static func namesDualEnergy(_ words: [String]) -> Bool {
        words.contains { ["dual", "energy", "des", "de"].contains($0) || $0.hasPrefix("subtract") }
    }

    /// The modality of the SOP class, for an image with an empty Modality.
    private static func modality(ofSOPClass uid: String) -> String? {
        switch uid {
        case SOPClass.computedRadiographyImage.description: "CR"
        case SOPClass.digitalXRayImageForPresentation.description,
            SOPClass.digitalXRayImageForProcessing.description:
            "DX"
        default: nil
        }
    }
}
