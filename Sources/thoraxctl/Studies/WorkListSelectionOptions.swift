import Administration
import ArgumentParser
import Foundation
import WorkList
import WorkListDatabase

/// Which studies, in which order, how many.
struct WorkListSelectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only studies in this state; may be given several times.",
            discussion: "One of \(WorkItemState.allCases.map(\.rawValue).joined(separator: ", "))."))
    var state: [WorkItemState] = []

    @Option(help: "Only what changed since.")
    var since: Moment?

    @Option(help: "Only what changed before; of a date, to its end.")
    var until: Moment?

    @Option(help: "Only studies of this date, or range of dates: 20261120, 20261101-20261130, 20261101-.")
    var studyDate: StudyDates?

    @Option(help: "Only studies of the patient with this hash, as the column patient has it.")
    var patientHash: String?

    @Option(help: "Only studies that this calling AE title sent first.")
    var ae: String?

    @Flag(help: "Only studies that are held.")
    var held = false

    @Option(
        help: ArgumentHelp(
            "Order: \(WorkListOrder.allCases.map(\.rawValue).joined(separator: ", ")).",
            discussion: """
                changed and received: the latest first; age: the first to come first; priority: the most urgent first; \
                state: as a study goes through them.
                """))
    var sort = WorkListOrder.changed

    @Flag(help: "The other way round.")
    var reverse = false

    @Option(help: "Rows to show.")
    var limit = 50

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit is 1 or more") }
    }

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
        return filter
    }
}

extension WorkItemState: ExpressibleByArgument {}
extension WorkListOrder: ExpressibleByArgument {}

/// A time as a person writes it: a date, a date with a time of day, or how long ago.
struct Moment: ExpressibleByArgument {
    let begin: Date
    /// Of a date alone its last instant, else the same.
    let end: Date

    init?(argument: String) {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        if let unit = argument.last.flatMap({ units[$0] }), let number = Double(argument.dropLast()), number >= 0 {
            begin = Date() - number * unit
            end = begin
            return
        }
        let numbers = argument.split { !$0.isNumber }.compactMap { Int($0) }
        let form = String(argument.map { $0.isNumber ? "0" : $0 == " " ? "T" : $0 })
        guard ["0000-00-00", "0000-00-00T00:00", "0000-00-00T00:00:00"].contains(form) else { return nil }
        var parts = DateComponents(year: numbers[0], month: numbers[1], day: numbers[2])
        if numbers.count > 3 { (parts.hour, parts.minute) = (numbers[3], numbers[4]) }
        if numbers.count > 5 { parts.second = numbers[5] }
        let calendar = Calendar(identifier: .gregorian)
        guard parts.isValidDate(in: calendar), let date = calendar.date(from: parts) else { return nil }
        begin = date
        end = numbers.count > 3 ? date : calendar.date(byAdding: .day, value: 1, to: date) ?? date
    }
}

/// A day or a range of days as DICOM writes them (PS3.5 6.2, DA).
struct StudyDates: ExpressibleByArgument {
    let from: String?
    let to: String?

    init?(argument: String) {
        let text = argument.count == 10 ? argument.replacing("-", with: "") : argument
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard !text.isEmpty, ends.allSatisfy({ $0.isEmpty || ($0.count == 8 && $0.allSatisfy(\.isNumber)) }) else {
            return nil
        }
        from = ends[0].isEmpty ? nil : ends[0]
        to = ends.count == 1 ? from : ends[1].isEmpty ? nil : ends[1]
        guard from != nil || to != nil else { return nil }
    }
}
