import DICOMCore

extension DraftDocument {
    /// TID 2000 in text alone.
    func basicText(_ images: [ReportSource.Image]) -> ContentItem { diagnosticImagingReport(images, codedFindings: []) }

    /// The content tree of PS3.16 TID 2000, which is not extensible: title, language (TID 1204), device observer
    /// (TID 1001, 1002, 1004) and headings with paragraphs (TID 2002).
    func diagnosticImagingReport(_ images: [ReportSource.Image], codedFindings: [ContentItem]) -> ContentItem {
        var items = languageAndObserver
        items.append(section(.summary, .summary, [DraftDocument.notice]))
        let illustrations = images.map { image in
            ContentItem(
                .contains, .bestIllustration,
                .image(sopClassUID: image.sopClassUID, sopInstanceUID: image.sopInstanceUID))
        }
        items.append(
            section(.findings, .finding, findings + [assessmentText].compactMap { $0 }, codedFindings + illustrations))
        if !impression.isEmpty { items.append(section(.impressions, .impression, impression)) }
        return ContentItem(.contains, .diagnosticImagingReport, .container, items)
    }

    /// TID 1204, and the device observer of TID 1001.
    var languageAndObserver: [ContentItem] {
        [
            ContentItem(.hasConceptModifier, .language, .code(language)),
            ContentItem(.hasObservationContext, .observerType, .code(.device)),
            ContentItem(.hasObservationContext, .deviceObserverUID, .uid(device.uid)),
            ContentItem(.hasObservationContext, .deviceObserverName, .text(device.name)),
            ContentItem(.hasObservationContext, .deviceObserverManufacturer, .text(device.manufacturer)),
            ContentItem(.hasObservationContext, .deviceObserverModelName, .text(device.modelName)),
            ContentItem(.hasObservationContext, .deviceObserverSerialNumber, .text(device.serialNumber)),
        ]
    }

    private func section(
        _ heading: CodedConcept, _ concept: CodedConcept, _ paragraphs: [String], _ others: [ContentItem] = []
    ) -> ContentItem {
        let texts = paragraphs.map { ContentItem(.contains, concept, .text($0)) }
        return ContentItem(.contains, heading, .container, texts + others)
    }
}
