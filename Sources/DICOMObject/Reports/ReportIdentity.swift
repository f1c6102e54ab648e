import DICOMCore

/// The UIDs of a document. They are derived from its sources, so that a document written again is the same instance and
/// a repeated transmission changes nothing at the receiver.
struct ReportIdentity: Equatable {
    let sopInstanceUID: UID
    /// Shared by a study's documents of one kind from one model.
    let seriesInstanceUID: UID

    /// Derives the identity of a draft.
    init(source: ReportSource, report: DraftDocument, form: ReportForm) {
        // The Basic Text SR existed before there were other forms: its UIDs do not include the form.
        let kind = form == .basicTextSR ? [] : [form.rawValue]
        let origin = [source.studyUID] + report.device.identity
        seriesInstanceUID = .derived(from: ["report series"] + kind + origin)
        let inputs = source.images.map(\.sopInstanceUID).sorted()
        let restored = report.restoredAt.map { ["restored \($0)"] } ?? []
        sopInstanceUID = .derived(from: ["report"] + kind + origin + ["\(report.revision)"] + inputs + restored)
    }

    /// Derives the identity of a document that follows a person's decision on a draft.
    ///
    /// - Parameters:
    ///   - act: what was done, by a name that never changes.
    ///   - subjects: SOP Instance UIDs of the documents it was done to.
    init(
        _ act: String, of subjects: [String], signature: ReportSignature, studyUID: String, device: ReportingDevice,
        form: ReportForm
    ) {
        let kind = form == .rejectionNote ? "rejection note" : "signed report"
        // A series has one description, so addenda, which have their own, are in a series of their own.
        let series = act == SignedDocument.Act.addendum.rawValue ? "addendum" : kind
        seriesInstanceUID = .derived(from: ["\(series) series", form.rawValue, studyUID] + device.identity)
        sopInstanceUID = .derived(
            from: [kind, form.rawValue, studyUID, act, signature.dateTime] + subjects.sorted())
    }
}
