package import DICOMCore

extension DraftDocument {
    /// Writes the draft of a study in one of its forms, as a Part 10 file in Implicit VR Little Endian.
    ///
    /// `images` are files of the study's images: the report's evidence, and the source of patient, study and order,
    /// which are copied byte for byte. The same draft and images give the same bytes, whatever the order of the images.
    /// Throws `invalidReport`, `notWritten`, any error of reading the images, or, for drawn forms, `notDrawn`.
    ///
    /// - Parameters:
    ///   - films: what drawn forms show of the images.
    ///   - predecessor: the document of the same form that this one replaces.
    /// - Returns: the reference to the document, and what could not be drawn in it.
    @discardableResult
    package func write(
        _ form: ReportForm = .basicTextSR, to path: String, images: [String], films: DisplayedFilms = [:],
        replacing predecessor: InstanceReference? = nil
    ) throws(DICOMObjectError) -> WrittenDocument {
        try check()
        let source = try ReportSource(paths: images, films: films)
        let document = try ReportDocument(saying: texts, about: source)
        let identity = ReportIdentity(source: source, report: self, form: form)
        try document.setIdentity(identity, form, form.draftSeries, number: revision)
        try document.setEquipment(device)
        try document.setMoment(date: contentDate, time: contentTime)
        let predecessors = [predecessor].compactMap { $0 }.map { Predecessor($0, purpose: .replacedReport) }
        var scriptsWithoutFont: [PageScript] = []
        switch form {
        case .basicTextSR: try set(basicText(source.images), "2000", source, predecessors, in: document)
        case .enhancedSR: try set(enhancedText(source.images), "2000", source, predecessors, in: document)
        case .comprehensive3DSR: try set(measurementReport(source), "1500", source, predecessors, in: document)
        case .encapsulatedPDF:
            let page = ReportPage(self, about: source)
            scriptsWithoutFont = try PageScript.withoutFont(in: page.texts)
            try document.setEncapsulatedPDF(
                page.pdf(), of: source, predecessors, title: form.draftSeries.description,
                verification: DraftDocument.verificationFlag)
        case .secondaryCapture:
            let page = ReportPage(self, about: source)
            scriptsWithoutFont = try PageScript.withoutFont(in: page.texts)
            try document.setPicture(
                page.picture(), of: source, predecessors, derivation: DraftDocument.notice,
                comment: ReportForm.draftWarning.replacing("\u{2013}", with: "-"))
        case .rejectionNote: throw .invalidReport(reason: "a draft cannot be written as a rejection note")
        }
        return WrittenDocument(
            reference: try document.save(as: path, form, identity, in: source), scriptsWithoutFont: scriptsWithoutFont)
    }

    private func set(
        _ root: ContentItem, _ template: String, _ source: ReportSource, _ predecessors: [Predecessor],
        in document: ReportDocument
    ) throws(DICOMObjectError) {
        try document.setReport(root, template, source, predecessors)
        try document.setDraftFlags()
        if root.usesScheme(FindingCode.privateScheme) { try document.setPrivateScheme(of: device) }
    }
}
