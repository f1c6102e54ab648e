import DICOMCore

/// The modules of the Structured Report IODs (PS3.3 A.35.1, A.35.2, A.35.13).
extension ReportDocument {
    /// Sets the attributes that only a Structured Report has.
    ///
    /// - Parameter template: number of the root's template in the DICOM Content Mapping Resource.
    func setReport(
        _ root: ContentItem, _ template: String, _ source: ReportSource, _ predecessors: [Predecessor]
    ) throws(DICOMObjectError) {
        try setDocument(root, template, source, evidence: source.references)
        try setPredecessors(predecessors)
        try item.setSequence(Tag(0x0040, 0xA372))  // Performed Procedure Code Sequence
    }

    /// Sets the attributes that a Key Object Selection has too (PS3.3 A.35.4).
    ///
    /// - Parameter evidence: the instances that the content refers to.
    func setDocument(
        _ root: ContentItem, _ template: String, _ source: ReportSource, evidence: [InstanceReference]
    ) throws(DICOMObjectError) {
        try item.setSequence(Tag(0x0008, 0x1111))  // Referenced Performed Procedure Step Sequence
        try setRequests(from: source)
        try setEvidence(evidence, of: source.studyUID)
        try setContent(root, in: item)
        try setTemplate(template, in: item)
    }

    /// Sets Current Requested Procedure Evidence Sequence, grouped by study and series.
    private func setEvidence(_ evidence: [InstanceReference], of studyUID: String) throws(DICOMObjectError) {
        let study = try item.append(to: Tag(0x0040, 0xA375))
        try study.set(.studyInstanceUID, studyUID)
        var series: (uid: String, item: DICOMItem)?
        for instance in evidence {
            if series?.uid != instance.seriesInstanceUID {
                let added = try study.append(to: Tag(0x0008, 0x1115))  // Referenced Series Sequence
                try added.set(.seriesInstanceUID, instance.seriesInstanceUID)
                series = (instance.seriesInstanceUID, added)
            }
            guard let series else { continue }
            try setReference(instance.sopClassUID, instance.sopInstanceUID, at: Tag(0x0008, 0x1199), in: series.item)
        }
    }

    /// Sets the flags that mark a draft (SR Document General).
    func setDraftFlags() throws(DICOMObjectError) {
        try item.set(Tag(0x0040, 0xA491), DraftDocument.completionFlag)
        try item.set(Tag(0x0040, 0xA492), DraftDocument.completionFlagDescription)
        try item.set(Tag(0x0040, 0xA493), DraftDocument.verificationFlag)
        try item.set(Tag(0x0040, 0xA496), "PRELIMINARY")  // Preliminary Flag
    }

    /// Sets Coding Scheme Identification Sequence (SOP Common): who defines the private codes.
    func setPrivateScheme(of device: ReportingDevice) throws(DICOMObjectError) {
        let scheme = try item.append(to: Tag(0x0008, 0x0110))
        try scheme.set(.codingSchemeDesignator, FindingCode.privateScheme)
        try scheme.set(Tag(0x0008, 0x0115), FindingCode.privateSchemeName)
        try setText(device.manufacturer, at: Tag(0x0008, 0x0116), in: scheme)
    }

    private func setTemplate(_ number: String, in target: DICOMItem) throws(DICOMObjectError) {
        let template = try target.append(to: Tag(0x0040, 0xA504))
        try template.set(Tag(0x0008, 0x0105), "DCMR")
        try template.set(Tag(0x0040, 0xDB00), number)
    }

    /// Sets the content tree (SR Document Content).
    private func setContent(_ content: ContentItem, in target: DICOMItem) throws(DICOMObjectError) {
        try target.set(Tag(0x0040, 0xA040), content.value.type)
        if let concept = content.concept { try setCode(concept, at: Tag(0x0040, 0xA043), in: target) }
        try setValue(content.value, in: target)
        if let template = content.template { try setTemplate(template, in: target) }
        for child in content.children {
            let added = try target.append(to: Tag(0x0040, 0xA730))
            try added.set(Tag(0x0040, 0xA010), child.relationship.rawValue)
            try setContent(child, in: added)
        }
    }

    private func setValue(_ value: ContentItem.Value, in target: DICOMItem) throws(DICOMObjectError) {
        switch value {
        case .container: try target.set(Tag(0x0040, 0xA050), "SEPARATE")  // Continuity of Content
        case .text(let text): try setText(text, at: Tag(0x0040, 0xA160), in: target)
        case .code(let code): try setCode(code, at: Tag(0x0040, 0xA168), in: target)
        case .uid(let uid): try target.set(Tag(0x0040, 0xA124), uid.description)
        case .number(let number, let unit):
            let measured = try target.append(to: Tag(0x0040, 0xA300))  // Measured Value Sequence
            try measured.set(Tag(0x0040, 0xA30A), number)
            try setCode(unit, at: Tag(0x0040, 0x08EA), in: measured)
        case .personName(let name): try setText(name, at: Tag(0x0040, 0xA123), in: target)
        case .image(let sopClassUID, let sopInstanceUID), .composite(let sopClassUID, let sopInstanceUID):
            try setReference(sopClassUID, sopInstanceUID, at: Tag(0x0008, 0x1199), in: target)
        }
    }
}
