import DICOMCore

extension SignedDocument {
    /// The content tree of PS3.16 TID 2000: only the signed text and its authors.
    func narrative(_ images: [ReportSource.Image]) -> ContentItem {
        var items = [ContentItem.language(language)] + observers
        let illustrations = ContentItem.illustrations(images)
        switch act {
        case .accepted, .edited:
            items.append(.section(.findings, .finding, findings, illustrations))
            if !impression.isEmpty { items.append(.section(.impressions, .impression, impression)) }
        case .addendum:
            items.append(.section(.summary, .summary, [SignedDocument.addendumNotice]))
            let impressions = impression.map { ContentItem(.contains, .impression, .text($0)) }
            items.append(.section(.addendum, .finding, findings, impressions + illustrations))
        }
        return ContentItem(.contains, .diagnosticImagingReport, .container, items)
    }

    /// The authors of the text (TID 1001): the device, the person, or both.
    private var observers: [ContentItem] {
        switch act {
        case .accepted: ContentItem.observer(device)
        case .edited: ContentItem.observer(device) + ContentItem.observer(signature)
        case .addendum: ContentItem.observer(signature)
        }
    }
}
