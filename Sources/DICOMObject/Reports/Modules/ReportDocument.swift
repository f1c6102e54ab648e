import CDCMTK
import DICOMCore

/// A report's data set under construction: the part that all forms have in common.
struct ReportDocument {
    let item: DICOMItem
    let characterSet: ReportCharacterSet

    /// Creates a document with these texts, and with the patient and study of its images.
    init(saying texts: [String], about source: ReportSource) throws(DICOMObjectError) {
        item = try DICOMFile().dataSet
        characterSet = ReportCharacterSet(
            for: texts, source: source.first.file, areCopiesDeclared: ReportDocument.areCopiesDeclared(in: source))
        try copyPatientAndStudy(from: source)
    }

    /// Writes the document, after checking it if it is a content tree, and returns its reference.
    func save(
        as path: String, _ form: ReportForm, _ identity: ReportIdentity, in source: ReportSource
    ) throws(DICOMObjectError) -> InstanceReference {
        let object = item.file.handle
        if form.isStructured { try DICOMObjectError.check(cd_report_check(object)) }
        try DICOMObjectError.check(
            cd_object_save(object, path, Implementation.classUID.description, Implementation.versionName))
        return InstanceReference(
            studyInstanceUID: source.studyUID, seriesInstanceUID: identity.seriesInstanceUID.description,
            sopClassUID: form.sopClassUID.description, sopInstanceUID: identity.sopInstanceUID.description)
    }

    /// Sets the identifiers, series and instance (SOP Common, and the series module of the document's IOD).
    func setIdentity(
        _ identity: ReportIdentity, _ form: ReportForm, _ series: ReportSeries, number: Int
    ) throws(DICOMObjectError) {
        if let terms = characterSet.definedTerms { try item.set(.specificCharacterSet, terms) }
        try item.set(.sopClassUID, form.sopClassUID.description)
        try item.set(.sopInstanceUID, identity.sopInstanceUID.description)
        try item.set(.seriesInstanceUID, identity.seriesInstanceUID.description)
        try item.set(.modality, form.modality)
        try item.set(.seriesNumber, "\(series.number)")
        try item.set(.seriesDescription, series.description)
        try item.set(.instanceNumber, "\(number)")
    }

    /// Sets General Equipment, and Contributing Equipment for the model (PS3.3 C.12.1.1.5).
    func setEquipment(_ device: ReportingDevice) throws(DICOMObjectError) {
        try setDevice(device, in: item)
        let contribution = try item.append(to: Tag(0x0018, 0xA001))
        try setDevice(device, in: contribution)
        try setCode(.processingEquipment, at: Tag(0x0040, 0xA170), in: contribution)  // Purpose of Reference
    }

    private func setDevice(_ device: ReportingDevice, in target: DICOMItem) throws(DICOMObjectError) {
        try setText(device.manufacturer, at: Tag(0x0008, 0x0070), in: target)
        try setText(device.modelName, at: Tag(0x0008, 0x1090), in: target)
        try setText(device.serialNumber, at: Tag(0x0018, 0x1000), in: target)
        try setText(device.softwareVersions.joined(separator: "\\"), at: Tag(0x0018, 0x1020), in: target)
    }

    /// Sets the time the content was made: Content Date, `YYYYMMDD`, and Content Time, `HHMMSS`.
    ///
    /// Series Date and Series Time are those of the study where the images have them, because all documents of a series
    /// must agree and later revisions are in the same series.
    func setMoment(date: String, time: String) throws(DICOMObjectError) {
        try item.set(.contentDate, date)
        try item.set(.contentTime, time)
        let study = (date: item.string(.studyDate) ?? "", time: item.string(.studyTime) ?? "")
        let isKnown = !study.date.isEmpty && !study.time.isEmpty
        try item.set(.seriesDate, isKnown ? study.date : date)
        try item.set(.seriesTime, isKnown ? study.time : time)
    }

    /// Sets Predecessor Documents Sequence to the documents that this one follows, all of one study.
    func setPredecessors(_ predecessors: [Predecessor]) throws(DICOMObjectError) {
        guard let first = predecessors.first else { return }
        let study = try item.append(to: Tag(0x0040, 0xA360))
        try study.set(.studyInstanceUID, first.reference.studyInstanceUID)
        for predecessor in predecessors {
            let series = try study.append(to: Tag(0x0008, 0x1115))
            try series.set(.seriesInstanceUID, predecessor.reference.seriesInstanceUID)
            let document = try setReference(
                predecessor.reference.sopClassUID, predecessor.reference.sopInstanceUID, at: Tag(0x0008, 0x1199),
                in: series)
            try setCode(predecessor.purpose, at: Tag(0x0040, 0xA170), in: document)
        }
    }

    /// Appends a reference to an instance and returns its item.
    @discardableResult
    func setReference(
        _ sopClassUID: String, _ instanceUID: String, at tag: Tag, in target: DICOMItem
    ) throws(DICOMObjectError) -> DICOMItem {
        let reference = try target.append(to: tag)
        try reference.set(Tag(0x0008, 0x1150), sopClassUID)
        try reference.set(Tag(0x0008, 0x1155), instanceUID)
        return reference
    }

    func setCode(_ code: CodedConcept, at tag: Tag, in target: DICOMItem) throws(DICOMObjectError) {
        try target.set(tag, code: code, meaning: characterSet.encode(code.meaning))
    }

    /// Sets a text, with CR LF line ends as DICOM requires (PS3.5 6.1.3).
    func setText(_ text: String, at tag: Tag, in target: DICOMItem) throws(DICOMObjectError) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        try target.set(tag, bytes: characterSet.encode(lines.joined(separator: "\r\n")))
    }
}
