import DICOMCore

extension DraftDocument {
    /// TID 2000 as text only.
    func basicText(_ images: [ReportSource.Image]) -> ContentItem { diagnosticImagingReport(images, codedFindings: []) }

    /// The content tree of PS3.16 TID 2000, which is not extensible: title, language (TID 1204), device observer
    /// (TID 1001, 1002, 1004) and headings with paragraphs (TID 2002).
    func diagnosticImagingReport(_ images: [ReportSource.Image], codedFindings: [ContentItem]) -> ContentItem {
        var items = languageAndObserver
        items.append(.section(.summary, .summary, [DraftDocument.notice]))
        items.append(
            .section(
                .findings, .finding, findings + remarks + [assessmentText].compactMap { $0 },
                codedFindings + ContentItem.illustrations(images)))
        if !impression.isEmpty { items.append(.section(.impressions, .impression, impression)) }
        return ContentItem(.contains, .diagnosticImagingReport, .container, items)
    }

    /// TID 1204, and the device observer of TID 1001.
    var languageAndObserver: [ContentItem] { [.language(language)] + ContentItem.observer(device) }
}
