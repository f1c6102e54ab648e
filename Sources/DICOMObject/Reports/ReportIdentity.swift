import DICOMCore

/// The identifiers of a document: a function of what it was made from, so that a document made again is the same
/// instance and a repeated transmission changes nothing at the receiver.
struct ReportIdentity: Equatable {
    let sopInstanceUID: UID
    /// Shared by the documents of one kind that one model gave rise to in a study.
    let seriesInstanceUID: UID

    /// A draft's.
    init(source: ReportSource, report: DraftDocument, form: ReportForm) {
        // The Basic Text SR is the draft itself and was there first: its identifiers name no form.
        let kind = form == .basicTextSR ? [] : [form.rawValue]
        let origin = [source.studyUID] + report.device.identity
        seriesInstanceUID = .derived(from: ["report series"] + kind + origin)
        let inputs = source.images.map(\.sopInstanceUID).sorted()
        sopInstanceUID = .derived(from: ["report"] + kind + origin + ["\(report.revision)"] + inputs)
    }

    /// That of what a person made of a draft.
    ///
    /// - Parameters:
    ///   - act: what was done, by a name that never changes.
    ///   - subjects: SOP Instance UIDs of the documents it was done to.
    init(
        _ act: String, of subjects: [String], signature: ReportSignature, studyUID: String, device: ReportingDevice,
        form: ReportForm
    ) {
        let kind = form == .rejectionNote ? "rejection note" : "signed report"
        seriesInstanceUID = .derived(from: ["\(kind) series", form.rawValue, studyUID] + device.identity)
        sopInstanceUID = .derived(
            from: [kind, form.rawValue, studyUID, act, signature.dateTime] + subjects.sorted())
    }
}
