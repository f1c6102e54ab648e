package import DICOMCore

extension SignedDocument {
    /// Writes the signed report of a study in one of its forms, in Part 10, Implicit VR Little Endian.
    ///
    /// `images` are as for a draft: evidence, and the source of patient, study and order. The same document and images
    /// give the same bytes. Throws `invalidReport`, also for a form that nobody signs, `notWritten`, what reading the
    /// images throws, or, for the forms that are drawn, `notDrawn`.
    ///
    /// - Parameter predecessor: the draft that was signed, or the report that was added to; of the same form where it
    ///   was written in it.
    /// - Returns: what the document is.
    @discardableResult
    package func write(
        _ form: ReportForm = .basicTextSR, to path: String, images: [String], predecessor: InstanceReference
    ) throws(DICOMObjectError) -> InstanceReference {
        guard !(findings + impression).isEmpty else { throw .invalidReport(reason: "no paragraph") }
        guard let series = form.signedSeries else { throw .invalidReport(reason: "\(form.rawValue) is not signed") }
        let source = try ReportSource(paths: images)
        let document = try ReportDocument(saying: texts, about: source)
        let identity = ReportIdentity(
            act.rawValue, of: [predecessor.sopInstanceUID], signature: signature, studyUID: source.studyUID,
            device: device, form: form)
        try document.setIdentity(identity, form, series, number: number)
        try document.setEquipment(device)
        try document.setMoment(date: signature.date, time: signature.time)
        let predecessors = [Predecessor(predecessor, purpose: purpose)]
        switch form {
        case .encapsulatedPDF:
            try document.setEncapsulatedPDF(
                ReportPage(self, about: source).pdf(), of: source, predecessors, title: series.description,
                verification: SignedDocument.verificationFlag)
        case .secondaryCapture:
            try document.setPicture(
                ReportPage(self, about: source).picture(), of: source, predecessors,
                derivation: act == .addendum ? SignedDocument.addendumNotice : "Signed report, drawn as a page",
                comment: "Signed by \(signature.line)")
        default:
            try document.setReport(narrative(source.images), "2000", source, predecessors)
            try document.setVerification(of: self)
        }
        return try document.save(as: path, form, identity, in: source)
    }
}
