import DICOMCore

/// The attributes of a signed Structured Report (SR Document General, PS3.3 C.17.2).
extension ReportDocument {
    func setVerification(of report: SignedDocument) throws(DICOMObjectError) {
        try item.set(Tag(0x0040, 0xA491), SignedDocument.completionFlag)
        try item.set(Tag(0x0040, 0xA493), SignedDocument.verificationFlag)
        try item.set(Tag(0x0040, 0xA496), "FINAL")  // Preliminary Flag
        let observer = try item.append(to: Tag(0x0040, 0xA073))  // Verifying Observer Sequence
        try setText(report.signature.organization, at: Tag(0x0040, 0xA027), in: observer)
        try observer.set(Tag(0x0040, 0xA030), report.signature.dateTime)
        try setText(report.signature.name, at: Tag(0x0040, 0xA075), in: observer)
        try setIdentification(report.signature, at: Tag(0x0040, 0xA088), in: observer)
        if report.act != .addendum { try setAuthor(report.device) }
        if report.act != .accepted { try setAuthor(report.signature) }
    }

    /// Sets Author Observer Sequence to the device that drafted the report (PS3.3 Table 10-2).
    private func setAuthor(_ device: ReportingDevice) throws(DICOMObjectError) {
        let author = try item.append(to: Tag(0x0040, 0xA078))
        try author.set(Tag(0x0040, 0xA084), "DEV")
        try author.set(Tag(0x0008, 0x0080), bytes: [])  // Institution Name
        try author.setSequence(Tag(0x0008, 0x0082))  // Institution Code Sequence
        try setText(device.name, at: Tag(0x0008, 0x1010), in: author)  // Station Name
        try setText(device.manufacturer, at: Tag(0x0008, 0x0070), in: author)
        try setText(device.modelName, at: Tag(0x0008, 0x1090), in: author)
        try author.set(Tag(0x0018, 0x1002), device.uid.description)
    }

    /// Sets Author Observer Sequence to the person who wrote the report.
    private func setAuthor(_ signature: ReportSignature) throws(DICOMObjectError) {
        let author = try item.append(to: Tag(0x0040, 0xA078))
        try author.set(Tag(0x0040, 0xA084), "PSN")
        try setText(signature.organization, at: Tag(0x0008, 0x0080), in: author)
        try author.setSequence(Tag(0x0008, 0x0082))
        try setText(signature.name, at: Tag(0x0040, 0xA123), in: author)
        try setIdentification(signature, at: Tag(0x0040, 0x1101), in: author)
    }

    private func setIdentification(
        _ signature: ReportSignature, at tag: Tag, in target: DICOMItem
    ) throws(DICOMObjectError) {
        try target.setSequence(tag)
        if let code = signature.identification { try setCode(code, at: tag, in: target) }
    }
}
