import CDCMTK
package import DICOMCore

extension DraftDocument {
    /// Writes the draft of a study in one of its forms, in Part 10, Implicit VR Little Endian.
    ///
    /// `images` are files of the study's images: evidence of the report, and the source of patient, study and order,
    /// copied byte for byte. The same draft and images give the same bytes, in whatever order the images come.
    /// Throws `invalidReport`, `notWritten`, what reading the images throws, or, for the forms that are drawn,
    /// `notDrawn`.
    ///
    /// - Parameter predecessor: the document of the same form that this one replaces.
    /// - Returns: what the document is.
    @discardableResult
    package func write(
        _ form: ReportForm = .basicTextSR, to path: String, images: [String],
        replacing predecessor: InstanceReference? = nil
    ) throws(DICOMObjectError) -> InstanceReference {
        try check()
        let source = try ReportSource(paths: images)
        let identity = ReportIdentity(source: source, report: self, form: form)
        let object = try DICOMFile()
        let document = ReportDocument(
            item: object.dataSet, characterSet: ReportCharacterSet(for: texts, source: source.first.file))
        try document.copyPatientAndStudy(from: source)
        try document.setIdentity(identity, form: form, revision: revision)
        try document.setEquipment(device)
        try document.setMoment(of: self)
        switch form {
        case .basicTextSR: try document.setReport(self, basicText(source.images), "2000", source, predecessor)
        case .enhancedSR: try document.setReport(self, enhancedText(source.images), "2000", source, predecessor)
        case .comprehensive3DSR:
            try document.setReport(self, measurementReport(source), "1500", source, predecessor)
        case .encapsulatedPDF:
            try document.setEncapsulatedPDF(ReportPage(self, about: source).pdf(), of: source, predecessor)
        case .secondaryCapture:
            try document.setPicture(ReportPage(self, about: source).picture(), of: source, predecessor)
        }
        if form.modality == "SR" { try DICOMObjectError.check(cd_report_check(object.handle)) }
        try DICOMObjectError.check(
            cd_object_save(object.handle, path, Implementation.classUID.description, Implementation.versionName))
        return InstanceReference(
            studyInstanceUID: source.studyUID, seriesInstanceUID: identity.seriesInstanceUID.description,
            sopClassUID: form.sopClassUID.description, sopInstanceUID: identity.sopInstanceUID.description)
    }
}
