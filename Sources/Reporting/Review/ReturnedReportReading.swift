import DICOMCore
import DICOMObject
import Decoding
import FoundationEssentials
import OperatorErrors
import Review
import WorkList
import WorkListDatabase

/// Reads a signed report that a workstation sent back, and finds the peers to forward it to.
struct ReturnedReportReading {
    let routes: [ReporterConfiguration.Route]
    let decoders: Decoders

    /// Reads the report.
    ///
    /// - Throws: temporary errors; an unreadable report is an outcome, not an error.
    func outcome(of returned: ReturnedReport) throws -> ReturnedReportOutcome {
        do {
            let report = try decoders.decoding { try $0.report(of: returned.path) }
            return outcome(of: returned, report)
        } catch let error as any OperatorError where error.isPermanent {
            return .unreadable(reason: error.description)
        }
    }

    private func outcome(of returned: ReturnedReport, _ report: ReceivedReport) -> ReturnedReportOutcome {
        // Use the latest candidate that it names, because an addendum may name the draft too.
        let document = returned.candidates.last { report.predecessors.contains($0) }
        guard report.isSigned, let document else { return .unrelated }
        let observers = report.observers.prefix(Self.observerLimit).filter(Self.isUsable).map {
            VerifyingObserver(
                name: $0.name, organization: $0.organization, code: $0.code, verifiedAt: $0.verifiedAt)
        }
        guard !observers.isEmpty else { return .unreadable(reason: "it names no verifying observer") }
        let text = SignedText(
            findings: DraftContent.withoutMachineNotices(report.text.findings),
            impression: DraftContent.withoutMachineNotices(report.text.impression))
        return .signs(SignedStatement(predecessor: document, text: text, observers: observers))
    }

    /// More observers than a report has; the others are not looked at.
    private static let observerLimit = 16

    /// Whether the observer has a name, and nothing is longer than its value representation allows (PS3.5 6.2): PN has
    /// three groups of 64 characters, LO 64, SH 16.
    private static func isUsable(_ observer: ReceivedReport.Observer) -> Bool {
        func isLonger(_ text: String?, than limit: Int) -> Bool { (text ?? "").unicodeScalars.count > limit }
        return !observer.name.isEmpty && !isLonger(observer.name, than: 194)
            && !isLonger(observer.organization, than: 64) && !isLonger(observer.code?.value, than: 16)
            && !isLonger(observer.code?.scheme, than: 16) && !isLonger(observer.code?.meaning, than: 64)
    }

    /// Names of the peers that get signed reports as SR, except the sender.
    func destinations(of returned: ReturnedReport) -> [String] {
        routes.filter { route in
            route.aeTitle != returned.callingAETitle
                && ReportForm.ofSignedSR.contains(where: route.forms.contains)
        }.map(\.destination)
    }
}
