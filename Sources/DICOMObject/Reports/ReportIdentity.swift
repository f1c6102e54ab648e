import DICOMCore

/// The identifiers of a draft's document: a function of what it was made from, so that a draft made again is the same
/// instance and a repeated transmission changes nothing at the receiver.
struct ReportIdentity: Equatable {
    let sopInstanceUID: UID
    /// Shared by the revisions that one model drafts for a study.
    let seriesInstanceUID: UID

    init(source: ReportSource, report: DraftDocument, form: ReportForm) {
        // The Basic Text SR is the draft itself and was there first: its identifiers name no form.
        let kind = form == .basicTextSR ? [] : [form.rawValue]
        let origin = [source.studyUID] + report.device.identity
        seriesInstanceUID = .derived(from: ["report series"] + kind + origin)
        let inputs = source.images.map(\.sopInstanceUID).sorted()
        sopInstanceUID = .derived(from: ["report"] + kind + origin + ["\(report.revision)"] + inputs)
    }
}
