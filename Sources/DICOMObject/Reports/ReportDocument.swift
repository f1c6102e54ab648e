import DICOMCore

/// The data set of a report under construction; one function per module of PS3.3 A.35.1.
struct ReportDocument {
    let item: DICOMItem
    let characterSet: ReportCharacterSet

    /// Identity, series and instance (SOP Common, SR Document Series).
    func setIdentity(_ identity: ReportIdentity, report: DraftDocument) throws(DICOMObjectError) {
        if let terms = characterSet.definedTerms { try item.set(.specificCharacterSet, terms) }
        try item.set(.sopClassUID, DraftDocument.sopClassUID)
        try item.set(.sopInstanceUID, identity.sopInstanceUID.description)
        try item.set(.seriesInstanceUID, identity.seriesInstanceUID.description)
        try item.set(.modality, "SR")
        try item.set(.seriesNumber, "\(DraftDocument.seriesNumber)")
        try item.set(.seriesDescription, DraftDocument.seriesDescription)
        try item.set(.instanceNumber, "\(report.revision)")
        try item.setSequence(Tag(0x0008, 0x1111))  // Referenced Performed Procedure Step Sequence
    }

    /// General Equipment, and Contributing Equipment for the model (PS3.3 C.12.1.1.5).
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

    /// Current Requested Procedure Evidence Sequence: every image, by study and series.
    func setEvidence(_ source: ReportSource) throws(DICOMObjectError) {
        let study = try item.append(to: Tag(0x0040, 0xA375))
        try study.set(.studyInstanceUID, source.studyUID)
        var series: (uid: String, item: DICOMItem)?
        for image in source.images {
            if series?.uid != image.seriesUID {
                let added = try study.append(to: Tag(0x0008, 0x1115))  // Referenced Series Sequence
                try added.set(.seriesInstanceUID, image.seriesUID)
                series = (image.seriesUID, added)
            }
            guard let series else { continue }
            try setReference(image.sopClassUID, image.sopInstanceUID, in: series.item)
        }
    }

    /// The flags that make it a draft, and when it was made (SR Document General).
    func setState(_ report: DraftDocument) throws(DICOMObjectError) {
        try item.set(.contentDate, report.contentDate)
        try item.set(.contentTime, report.contentTime)
        try item.set(Tag(0x0040, 0xA491), "PARTIAL")  // Completion Flag
        try item.set(Tag(0x0040, 0xA492), DraftDocument.completionFlagDescription)
        try item.set(Tag(0x0040, 0xA493), "UNVERIFIED")  // Verification Flag
        try item.set(Tag(0x0040, 0xA496), "PRELIMINARY")  // Preliminary Flag
        try item.setSequence(Tag(0x0040, 0xA372))  // Performed Procedure Code Sequence
    }

    /// The content tree (SR Document Content), its root identified as DCMR TID 2000.
    func setContent(_ root: ContentItem) throws(DICOMObjectError) {
        try setContent(root, in: item)
        let template = try item.append(to: Tag(0x0040, 0xA504))
        try template.set(Tag(0x0008, 0x0105), "DCMR")
        try template.set(Tag(0x0040, 0xDB00), "2000")
    }

    private func setContent(_ content: ContentItem, in target: DICOMItem) throws(DICOMObjectError) {
        try target.set(Tag(0x0040, 0xA040), content.value.type)
        try setCode(content.concept, at: Tag(0x0040, 0xA043), in: target)
        switch content.value {
        case .container(let children):
            try target.set(Tag(0x0040, 0xA050), "SEPARATE")  // Continuity of Content
            for child in children {
                let added = try target.append(to: Tag(0x0040, 0xA730))
                try added.set(Tag(0x0040, 0xA010), child.relationship.rawValue)
                try setContent(child, in: added)
            }
        case .text(let text): try setText(text, at: Tag(0x0040, 0xA160), in: target)
        case .code(let code): try setCode(code, at: Tag(0x0040, 0xA168), in: target)
        case .uid(let uid): try target.set(Tag(0x0040, 0xA124), uid.description)
        case .image(let sopClassUID, let sopInstanceUID): try setReference(sopClassUID, sopInstanceUID, in: target)
        }
    }

    private func setReference(_ sopClassUID: String, _ instanceUID: String, in target: DICOMItem)
        throws(DICOMObjectError)
    {
        let reference = try target.append(to: Tag(0x0008, 0x1199))
        try reference.set(Tag(0x0008, 0x1150), sopClassUID)
        try reference.set(Tag(0x0008, 0x1155), instanceUID)
    }

    private func setCode(_ code: CodedConcept, at tag: Tag, in target: DICOMItem) throws(DICOMObjectError) {
        try target.set(tag, code: code, meaning: characterSet.encode(code.meaning))
    }

    /// Lines end with CR LF in DICOM (PS3.5 6.1.3).
    private func setText(_ text: String, at tag: Tag, in target: DICOMItem) throws(DICOMObjectError) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        try target.set(tag, bytes: characterSet.encode(lines.joined(separator: "\r\n")))
    }
}
