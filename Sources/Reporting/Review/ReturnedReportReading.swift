import DICOMCore
import DICOMObject
import FoundationEssentials
import OperatorErrors
import Review
import WorkList
import WorkListDatabase

/// What a signed report that a workstation sent back says, and to whom it goes on.
struct ReturnedReportReading {
    let routes: [ReporterConfiguration.Route]

    /// Reads it.
    ///
    /// - Throws: what may pass; a report that cannot be read is an outcome.
    func outcome(of returned: ReturnedReport) throws -> ReturnedReportOutcome {
        do throws(DICOMObjectError) {
            return outcome(of: returned, try ReceivedReport(path: returned.path))
        } catch {
            guard error.isPermanent else { throw error }
            return .unreadable(reason: error.description)
        }
    }

    private func outcome(of returned: ReturnedReport, _ report: ReceivedReport) -> ReturnedReportOutcome {
        // The latest of those it names: an addendum may name the draft too.
        let document = returned.candidates.last { report.predecessors.contains($0) }
        guard report.isSigned, let document else { return .unrelated }
        guard let observer = report.observers.first, !observer.name.isEmpty else {
            return .unreadable(reason: "it does not say who verified it")
        }
        let text = SignedText(
            findings: DraftContent.withoutMachineNotices(report.text.findings),
            impression: DraftContent.withoutMachineNotices(report.text.impression))
        return .signs(
            draft: document, text: text, observer: observer.name, organization: observer.organization,
            verifiedAt: observer.verifiedAt ?? Date())
    }

    /// Names of the peers that get signed reports as SR, without the one that sent it.
    func destinations(of returned: ReturnedReport) -> [String] {
        routes.filter { route in
            route.aeTitle != returned.callingAETitle
                && ReportForm.ofSignedReports.contains { $0.modality == "SR" && route.forms.contains($0) }
        }.map(\.destination)
    }
}
