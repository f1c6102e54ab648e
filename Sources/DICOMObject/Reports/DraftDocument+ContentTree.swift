import DICOMCore

extension DraftDocument {
    /// The content tree of PS3.16 TID 2000, which is not extensible: title, language (TID 1204), device observer
    /// (TID 1001, 1002, 1004) and headings with paragraphs (TID 2002).
    func contentTree(images: [ReportSource.Image]) -> ContentItem {
        var items: [ContentItem] = [
            ContentItem(.hasConceptModifier, .language, .code(language)),
            ContentItem(.hasObservationContext, .observerType, .code(.device)),
            ContentItem(.hasObservationContext, .deviceObserverUID, .uid(device.uid)),
            ContentItem(.hasObservationContext, .deviceObserverName, .text(device.name)),
            ContentItem(.hasObservationContext, .deviceObserverManufacturer, .text(device.manufacturer)),
            ContentItem(.hasObservationContext, .deviceObserverModelName, .text(device.modelName)),
            ContentItem(.hasObservationContext, .deviceObserverSerialNumber, .text(device.serialNumber)),
        ]
        items.append(section(.summary, .summary, [DraftDocument.notice]))
        let illustrations = images.map { image in
            ContentItem(
                .contains, .bestIllustration,
                .image(sopClassUID: image.sopClassUID, sopInstanceUID: image.sopInstanceUID))
        }
        items.append(section(.findings, .finding, findings, illustrations))
        if !impression.isEmpty { items.append(section(.impressions, .impression, impression)) }
        return ContentItem(.contains, .diagnosticImagingReport, .container(items))
    }

    private func section(
        _ heading: CodedConcept, _ concept: CodedConcept, _ paragraphs: [String], _ others: [ContentItem] = []
    ) -> ContentItem {
        let texts = paragraphs.map { ContentItem(.contains, concept, .text($0)) }
        return ContentItem(.contains, heading, .container(texts + others))
    }
}
