package import DICOMCore

extension SignedDocument {
    /// Writes the signed report of a study in one of its forms, as a Part 10 file in Implicit VR Little Endian.
    ///
    /// `images` are as for a draft: evidence, and the source of patient, study and order. The same document and images
    /// give the same bytes. Throws `invalidReport` (also for a form that is never signed), `notWritten`, any error of
    /// reading the images, or, for drawn forms, `notDrawn`.
    ///
    /// - Parameters:
    ///   - films: what drawn forms show of the images.
    ///   - predecessor: the signed draft, or the report that the addendum belongs to; in the same form if it was written
    ///     in it.
    /// - Returns: the reference to the document, and what could not be drawn in it.
    @discardableResult
    package func write(
        _ form: ReportForm = .basicTextSR, to path: String, images: [String], films: DisplayedFilms = [:],
        predecessor: InstanceReference
    ) throws(DICOMObjectError) -> WrittenDocument {
        guard !(findings + impression).isEmpty else { throw .invalidReport(reason: "the report has no paragraph") }
        guard let series = act == .addendum ? form.addendumSeries : form.signedSeries else {
            throw .invalidReport(reason: "\(form.rawValue) is never signed")
        }
        let source = try ReportSource(paths: images, films: films)
        let document = try ReportDocument(saying: texts, about: source)
        let identity = ReportIdentity(
            act.rawValue, of: [predecessor.sopInstanceUID], signature: signature, studyUID: source.studyUID,
            device: device, form: form)
        try document.setIdentity(identity, form, series, number: number)
        try document.setEquipment(device)
        try document.setMoment(date: signature.date, time: signature.time)
        let predecessors = [Predecessor(predecessor, purpose: purpose)]
        var scriptsWithoutFont: [PageScript] = []
        switch form {
        case .encapsulatedPDF:
            let page = ReportPage(self, about: source)
            scriptsWithoutFont = try PageScript.withoutFont(in: page.texts)
            try document.setEncapsulatedPDF(
                page.pdf(), of: source, predecessors, title: series.description,
                verification: SignedDocument.verificationFlag)
        case .secondaryCapture:
            let page = ReportPage(self, about: source)
            scriptsWithoutFont = try PageScript.withoutFont(in: page.texts)
            try document.setPicture(
                page.picture(), of: source, predecessors,
                derivation: act == .addendum ? SignedDocument.addendumNotice : "Signed report, drawn as a page",
                comment: "Signed by \(signature.line)")
        default:
            try document.setReport(narrative(source.images), "2000", source, predecessors)
            try document.setVerification(of: self)
        }
        return WrittenDocument(
            reference: try document.save(as: path, form, identity, in: source), scriptsWithoutFont: scriptsWithoutFont)
    }
}
