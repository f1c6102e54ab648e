import Administration
import ArgumentParser
import Foundation
import WorkList
import WorkListDatabase

/// The options that select and sort the listed studies.
struct WorkListSelectionOptions: ParsableArguments {
    @Option(help: "Only studies in this state; may be given several times.")
    var state: [WorkItemState] = []

    @Option(help: "Only studies that changed since this time: \(TimeArgument.forms).")
    var since: TimeArgument?

    @Option(help: "Only studies that changed before this time, written as for --since; a date includes that day.")
    var until: TimeArgument?

    @Option(help: "Only studies of this day or range of days: 20261120, 2026-11-20, 20261101-20261130, 20261101-.")
    var studyDate: StudyDates?

    @Option(help: "Only studies of the patient with this hash, as shown in the patient column.")
    var patientHash: String?

    @Option(help: "Only studies whose first object came from this calling AE title.")
    var ae: String?

    @Option(help: "Only studies with this accession number.")
    var accession: String?

    @Option(
        help: ArgumentHelp(
            "Only studies in whose latest draft this finding is present or possible.",
            discussion: "A label such as 'Pleural Effusion', as thoraxctl show prints it; reads the drafts one by one.")
    )
    var finding: String?

    @Option(help: "Only studies whose reason has this text; may be given several times.")
    var reason: [String] = []

    @Flag(help: "Only studies that are held.")
    var held = false

    @Option(
        help: ArgumentHelp(
            "Sort order.",
            discussion: """
                changed and received: latest first; age: oldest first; priority: most urgent first; state: in the \
                order that a study passes through them.
                """))
    var sort = WorkListOrder.changed

    @Flag(help: "Reverse the order.")
    var reverse = false

    func filter() -> WorkListFilter {
        var filter = WorkListFilter()
        filter.states = Set(state)
        filter.changedSince = since?.begin
        filter.changedUntil = until?.end
        filter.studyDateFrom = studyDate?.from
        filter.studyDateTo = studyDate?.to
        filter.patientHash = patientHash?.lowercased()
        filter.callingAETitle = ae
        filter.isHeld = held
        filter.accessionNumber = accession
        filter.finding = finding?.replacing("_", with: " ")
        filter.reasonWords = reason
        return filter
    }
}

extension WorkItemState: ExpressibleByArgument {}
extension WorkListOrder: ExpressibleByArgument {}

/// A day or a range of days as DICOM writes them (PS3.5 6.2, DA).
struct StudyDates: ExpressibleByArgument {
    let from: String?
    let to: String?

    init?(argument: String) {
        // A day as other options take it, 2026-11-20, is one day and no range.
        let isDay = argument.wholeMatch(of: /\d{4}-\d\d-\d\d/) != nil
        let text = isDay ? argument.replacing("-", with: "") : argument
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard ends.allSatisfy({ $0.isEmpty || Self.isDay($0) }) else { return nil }
        from = ends[0].isEmpty ? nil : ends[0]
        to = ends.count == 1 ? from : ends[1].isEmpty ? nil : ends[1]
        guard from != nil || to != nil, from ?? "" <= to ?? "99991231" else { return nil }
    }

    /// Whether eight digits are a day of the calendar.
    private static func isDay(_ text: String) -> Bool {
        guard let parts = text.wholeMatch(of: /([0-9]{4})([0-9]{2})([0-9]{2})/)?.output else { return false }
        let day = DateComponents(year: Int(parts.1), month: Int(parts.2), day: Int(parts.3))
        return day.isValidDate(in: Calendar(identifier: .gregorian))
    }
}
