package import DICOMCore

/// The identifiers of a draft: a function of what it was made from, so that a draft made again is the same instance and
/// a repeated transmission changes nothing at the receiver.
package struct ReportIdentity: Sendable, Equatable {
    package let sopInstanceUID: UID
    /// Shared by the revisions that one model drafts for a study.
    package let seriesInstanceUID: UID

    init(source: ReportSource, report: DraftDocument) {
        let origin = [source.studyUID] + report.device.identity
        seriesInstanceUID = .derived(from: ["report series"] + origin)
        let inputs = source.images.map(\.sopInstanceUID).sorted()
        sopInstanceUID = .derived(from: ["report"] + origin + ["\(report.revision)"] + inputs)
    }
}
