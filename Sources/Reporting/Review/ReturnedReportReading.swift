import DICOMCore
import DICOMObject
import FoundationEssentials
import OperatorErrors
import Review
import WorkList
import WorkListDatabase

/// Reads a signed report that a workstation sent back, and finds the peers to forward it to.
struct ReturnedReportReading {
    let routes: [ReporterConfiguration.Route]

    /// Reads the report.
    ///
    /// - Throws: temporary errors; an unreadable report is an outcome, not an error.
    func outcome(of returned: ReturnedReport) throws -> ReturnedReportOutcome {
        do throws(DICOMObjectError) {
            return outcome(of: returned, try ReceivedReport(path: returned.path))
        } catch {
            guard error.isPermanent else { throw error }
            return .unreadable(reason: error.description)
        }
    }

    private func outcome(of returned: ReturnedReport, _ report: ReceivedReport) -> ReturnedReportOutcome {
        // Use the latest candidate that it names, because an addendum may name the draft too.
        let document = returned.candidates.last { report.predecessors.contains($0) }
        guard report.isSigned, let document else { return .unrelated }
        guard let observer = report.observers.first, !observer.name.isEmpty else {
            return .unreadable(reason: "it names no verifying observer")
        }
        let text = SignedText(
            findings: DraftContent.withoutMachineNotices(report.text.findings),
            impression: DraftContent.withoutMachineNotices(report.text.impression))
        return .signs(
            draft: document, text: text, observer: observer.name, organization: observer.organization,
            verifiedAt: observer.verifiedAt ?? Date())
    }

    /// Names of the peers that get signed reports as SR, except the sender.
    func destinations(of returned: ReturnedReport) -> [String] {
        routes.filter { route in
            route.aeTitle != returned.callingAETitle
                && ReportForm.ofSignedReports.contains { $0.modality == "SR" && route.forms.contains($0) }
        }.map(\.destination)
    }
}
