import Administration
import ArgumentParser
import Foundation
import WorkList
import WorkListDatabase

/// `thoraxctl worklist`: one row per study.
struct WorkListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worklist", abstract: "List studies: filtered, sorted, once or as they change.",
        discussion: """
            Times are dates (2026-11-20, 2026-11-20T14:30) or how long ago (90s, 30m, 2h, 3d, 2w). The column patient \
            is the same for every study of a patient and says nothing of who it is.
            """)

    @OptionGroup var options: StateOptions
    @OptionGroup var patients: PatientOptions
    @OptionGroup var selection: WorkListSelectionOptions

    @Flag(help: "Again every 2 s on a terminal; in a pipe one line for each change from now on.")
    var watch = false

    func run() throws {
        let configuration = try options.configuration()
        let workList = try options.workList(of: configuration)
        if watch {
            try WorkListWatch(workList: workList, command: self).run { options.downNotice(configuration) }
        }
        let entries = try self.entries(of: workList)
        if options.json { return try printJSON(entries) }
        options.downNotice(configuration).map { print($0) }
        table(of: entries).lines.forEach { print($0) }
    }

    func entries(of workList: WorkListStore, limit: Int? = nil) throws -> [WorkListEntry] {
        try workList.entries(
            selection.filter(), by: selection.sort, isReversed: selection.reverse, limit: limit ?? selection.limit,
            showsPatient: patients.showPatient)
    }

    func table(of entries: [WorkListEntry]) -> TextTable {
        let named = patients.showPatient ? ["name", "patient id"] : []
        var table = TextTable(
            ["state", "id", "prio", "try", "rev", "images", "changed", "date", "from", "patient"] + named
                + ["accession", "study", "reason"])
        for entry in entries { table.add(cells(of: entry)) }
        return table
    }

    private func cells(of entry: WorkListEntry) -> [(text: String, colour: TextTable.Colour?)] {
        let isHeld = entry.heldAt != nil
        var cells: [(text: String, colour: TextTable.Colour?)] = [
            (entry.state.rawValue + (isHeld ? " held" : ""), isHeld ? .yellow : entry.state.colour),
            ("\(entry.id)", nil), (entry.priority == 0 ? "" : "\(entry.priority)", entry.priority > 0 ? .yellow : nil),
            ("\(entry.attempt)", nil), ("\(entry.revision)", nil), ("\(entry.images)", nil),
            (describeAge(since: entry.changedAt) + " ago", nil), (entry.studyDate ?? "", nil),
            (entry.callingAETitle ?? "", nil), (entry.patientHash ?? "", nil),
        ]
        if patients.showPatient { cells += [(entry.patient?.name ?? "", nil), (entry.patient?.id ?? "", nil)] }
        let reasons = [entry.holdReason.map { "held by \(entry.heldBy ?? ""): \($0)" }, entry.reason]
        return cells + [
            (entry.accessionNumber ?? "", nil), (entry.studyInstanceUID, nil),
            (reasons.compactMap(\.self).joined(separator: "; "), nil),
        ]
    }
}
