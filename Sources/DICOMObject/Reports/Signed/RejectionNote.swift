package import DICOMCore

/// A person's rejection of a draft: a Key Object Selection that lists its documents and the reason (PS3.16 TID 2010).
package struct RejectionNote: Sendable, Equatable {
    /// The reasons that have a document title (CID 7010).
    package enum Reason: String, Sendable, CaseIterable {
        /// The text is wrong, or not good enough to start from.
        case quality
        /// The draft could cause harm, for example because it is about the wrong patient.
        case patientSafety
        /// The images belong to another order.
        case wrongWorklistEntry

        var title: CodedConcept {
            switch self {
            case .quality: .rejectedForQuality
            case .patientSafety: .rejectedForPatientSafety
            case .wrongWorklistEntry: .incorrectWorklistEntry
            }
        }
    }

    package var reason: Reason
    /// The person's comment.
    package var comment: String?
    package var signature: ReportSignature
    /// Instance Number (0020,0013) within the study's rejection notes.
    package var number: Int
    /// The device that wrote the draft.
    package var device: ReportingDevice

    /// Removes control characters from the comment; an empty comment becomes nil.
    package init(
        reason: Reason, comment: String?, signature: ReportSignature, number: Int, device: ReportingDevice
    ) {
        self.reason = reason
        self.comment = SignedDocument.paragraphs([comment].compactMap { $0 }).first
        self.signature = signature
        self.number = number
        self.device = device
    }

    /// Key Object Description: the reason, and the comment.
    private var keyObjectDescription: String {
        ["The machine's draft report was rejected: \(reason.title.meaning).", comment].compactMap { $0 }
            .joined(separator: "\n")
    }

    /// The content tree of TID 2010, with the person as observer.
    private func content(_ documents: [InstanceReference]) -> ContentItem {
        let description = ContentItem(.contains, .keyObjectDescription, .text(keyObjectDescription))
        let references = documents.map { document in
            let (sopClass, instance) = (document.sopClassUID, document.sopInstanceUID)
            let isPicture = sopClass == SOPClass.secondaryCaptureImage.description
            return ContentItem(
                .contains, nil,
                isPicture
                    ? .image(sopClassUID: sopClass, sopInstanceUID: instance)
                    : .composite(sopClassUID: sopClass, sopInstanceUID: instance))
        }
        return ContentItem(
            .contains, reason.title, .container,
            [.language(.english)] + ContentItem.observer(signature) + [description] + references)
    }

    /// Writes the note as a Part 10 file in Implicit VR Little Endian. The same note, images and documents give the
    /// same bytes. Throws `invalidReport`, `notWritten`, or any error of reading the images.
    ///
    /// - Parameters:
    ///   - images: files of the study's images, for patient, study and order.
    ///   - documents: the documents of the rejected draft.
    /// - Returns: the reference to the note.
    @discardableResult
    package func write(
        to path: String, images: [String], rejecting documents: [InstanceReference]
    ) throws(DICOMObjectError) -> InstanceReference {
        guard !documents.isEmpty else { throw .invalidReport(reason: "no document is rejected") }
        let documents = documents.sorted {
            ($0.seriesInstanceUID, $0.sopInstanceUID) < ($1.seriesInstanceUID, $1.sopInstanceUID)
        }
        let source = try ReportSource(paths: images)
        let document = try ReportDocument(
            saying: signature.texts + device.texts + [keyObjectDescription], about: source)
        let identity = ReportIdentity(
            "rejected, \(reason.rawValue)", of: documents.map(\.sopInstanceUID), signature: signature,
            studyUID: source.studyUID, device: device, form: .rejectionNote)
        try document.setIdentity(identity, .rejectionNote, ReportForm.rejectionNote.draftSeries, number: number)
        try document.setEquipment(device)
        try document.setMoment(date: signature.date, time: signature.time)
        try document.setDocument(content(documents), "2010", source, evidence: documents)
        return try document.save(as: path, .rejectionNote, identity, in: source)
    }
}
