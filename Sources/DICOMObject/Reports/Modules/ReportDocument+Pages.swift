import DICOMCore

/// The modules of forms for stations that cannot show a Structured Report (PS3.3 A.45.1, A.8.1).
extension ReportDocument {
    /// Sets the Encapsulated Document module: the report as a PDF.
    ///
    /// - Parameter verification: Verification Flag.
    func setEncapsulatedPDF(
        _ pdf: [UInt8], of source: ReportSource, _ predecessors: [Predecessor], title: String, verification: String
    ) throws(DICOMObjectError) {
        try setPredecessors(predecessors)
        try setBurnedIn()
        try item.set(Tag(0x0008, 0x002A), bytes: [])  // Acquisition DateTime: unknown, the report may have many images
        try setSources(source, at: Tag(0x0042, 0x0013))  // Source Instance Sequence
        try item.set(Tag(0x0042, 0x0010), title)  // Document Title
        try setCode(.diagnosticImagingReport, at: Tag(0x0040, 0xA043), in: item)
        try item.set(Tag(0x0040, 0xA493), verification)
        try item.set(Tag(0x0042, 0x0012), "application/pdf")
        try item.set(Tag(0x0042, 0x0015), "\(pdf.count)")  // Encapsulated Document Length, without padding
        try item.setBinary(Tag(0x0042, 0x0011), pdf)
        try item.set(Tag(0x0008, 0x0064), "SYN")  // Conversion Type
    }

    /// Sets the Secondary Capture modules: the report as a picture.
    ///
    /// - Parameters:
    ///   - derivation: Derivation Description.
    ///   - comment: Image Comments.
    func setPicture(
        _ picture: PageCanvas.Picture, of source: ReportSource, _ predecessors: [Predecessor], derivation: String,
        comment: String
    ) throws(DICOMObjectError) {
        for predecessor in predecessors {
            // A picture has no Predecessor Documents Sequence; General Reference has a Referenced Instance Sequence.
            let reference = try setReference(
                predecessor.reference.sopClassUID, predecessor.reference.sopInstanceUID, at: Tag(0x0008, 0x114A),
                in: item)
            try setCode(predecessor.purpose, at: Tag(0x0040, 0xA170), in: reference)
        }
        try setBurnedIn()
        try item.set(Tag(0x0008, 0x0064), "SYN")
        try item.set(Tag(0x0008, 0x0008), "DERIVED\\SECONDARY")  // Image Type
        try setText(derivation, at: Tag(0x0008, 0x2111), in: item)
        try setSources(source, at: Tag(0x0008, 0x2112))  // Source Image Sequence
        try item.set(Tag(0x0020, 0x0020), bytes: [])  // Patient Orientation: a page has none
        try item.set(.bodyPartExamined, "CHEST")  // unpaired: no Laterality
        try setText(comment, at: Tag(0x0020, 0x4000), in: item)
        let words: [(Tag, Int)] = [
            (Tag(0x0028, 0x0002), 1),  // Samples per Pixel
            (.rows, picture.rows), (.columns, picture.columns),
            (Tag(0x0028, 0x0100), 8), (Tag(0x0028, 0x0101), 8), (Tag(0x0028, 0x0102), 7),  // Bits
            (Tag(0x0028, 0x0103), 0),  // Pixel Representation
        ]
        for (tag, number) in words { try item.set(tag, "\(number)") }
        try item.set(Tag(0x0028, 0x0004), "MONOCHROME2")
        // Stations that would otherwise choose their own window show it as drawn.
        try item.set(Tag(0x0028, 0x1050), "127.5")
        try item.set(Tag(0x0028, 0x1051), "256")
        try item.setBinary(.pixelData, picture.shades)
    }

    /// Sets the flags: the patient's name is burned in, but there is no recognizable face.
    private func setBurnedIn() throws(DICOMObjectError) {
        try item.set(Tag(0x0028, 0x0301), "YES")
        try item.set(Tag(0x0028, 0x0302), "NO")  // Recognizable Visual Features
    }

    private func setSources(_ source: ReportSource, at tag: Tag) throws(DICOMObjectError) {
        for image in source.images {
            try setReference(image.sopClassUID, image.sopInstanceUID, at: tag, in: item)
        }
    }
}
