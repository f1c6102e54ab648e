import DICOMCore

/// The parts of a narrative report (PS3.16 TID 2000).
extension ContentItem {
    /// TID 1204.
    static func language(_ language: CodedConcept) -> ContentItem {
        ContentItem(.hasConceptModifier, .language, .code(language))
    }

    /// A device as observer (TID 1002, TID 1004).
    static func observer(_ device: ReportingDevice) -> [ContentItem] {
        [
            ContentItem(.hasObservationContext, .observerType, .code(.device)),
            ContentItem(.hasObservationContext, .deviceObserverUID, .uid(device.uid)),
            ContentItem(.hasObservationContext, .deviceObserverName, .text(device.name)),
            ContentItem(.hasObservationContext, .deviceObserverManufacturer, .text(device.manufacturer)),
            ContentItem(.hasObservationContext, .deviceObserverModelName, .text(device.modelName)),
            ContentItem(.hasObservationContext, .deviceObserverSerialNumber, .text(device.serialNumber)),
        ]
    }

    /// A person as observer (TID 1002, TID 1003).
    static func observer(_ signature: ReportSignature) -> [ContentItem] {
        [
            ContentItem(.hasObservationContext, .observerType, .code(.person)),
            ContentItem(.hasObservationContext, .personObserverName, .personName(signature.name)),
            ContentItem(.hasObservationContext, .personObserverOrganization, .text(signature.organization)),
        ]
    }

    /// A heading with its paragraphs (TID 2002).
    static func section(
        _ heading: CodedConcept, _ concept: CodedConcept, _ paragraphs: [String], _ others: [ContentItem] = []
    ) -> ContentItem {
        let texts = paragraphs.map { ContentItem(.contains, concept, .text($0)) }
        return ContentItem(.contains, heading, .container, texts + others)
    }

    /// The images that a report is about, under one of its headings.
    static func illustrations(_ images: [ReportSource.Image]) -> [ContentItem] {
        images.map { image in
            ContentItem(
                .contains, .bestIllustration,
                .image(sopClassUID: image.sopClassUID, sopInstanceUID: image.sopInstanceUID))
        }
    }
}
