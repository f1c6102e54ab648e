import Administration
import ArgumentParser
import Foundation
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// `thoraxctl worklist` prints one row per study.
struct WorkListCommand: ListingCommand {
    static let configuration = CommandConfiguration(
        commandName: "worklist", abstract: "List studies, filtered and sorted, once or as they change.",
        discussion: """
            The patient column is a hash. It is the same for all studies of a patient and does not reveal the patient.

            Examples:
            thoraxctl worklist --state failed --since 1d
            thoraxctl worklist --accession A123
            thoraxctl worklist --finding 'Pleural Effusion' --sort priority
            thoraxctl worklist --reason 'not readable' --reason JPEG
            """)
    static let emptyNotice = "no studies"
    static let showsDaemonWork = true

    @OptionGroup var options: StateOptions
    @OptionGroup var patients: PatientOptions
    @OptionGroup var selection: WorkListSelectionOptions
    @OptionGroup var listing: ListingOptions

    @Flag(help: "On a terminal, refresh the list every 2 s; in a pipe, print one line per change from now on.")
    var watch = false

    func run() throws {
        guard watch else { return try list() }
        let configuration = options.configurationInUse()
        try WorkListWatch(workList: options.workList(of: configuration), command: self).run {
            options.downNotice(configuration)
        }
    }

    func answer(from workList: WorkListStore, _ configuration: DaemonConfiguration) throws -> [WorkListEntry] {
        try entries(of: workList, limit: listing.limit.rows)
    }

    func entries(of workList: WorkListStore, limit: Int) throws -> [WorkListEntry] {
        try workList.entries(
            selection.filter(), by: selection.sort, isReversed: selection.reverse, limit: limit,
            showsPatient: patients.showPatient)
    }

    func tables(of entries: [WorkListEntry]) -> [TextTable] { [table(of: entries)] }

    func total(of entries: [WorkListEntry]) -> String? {
        let counts = Dictionary(grouping: entries, by: \.state).mapValues(\.count)
        let states = WorkItemState.allCases.compactMap { state in counts[state].map { "\($0) \(state.rawValue)" } }
        let cut = entries.count == listing.limit.rows ? "the first " : ""
        return "\(cut)\(entries.count) \(entries.count == 1 ? "study" : "studies"): \(states.joined(separator: ", "))"
            + (cut.isEmpty ? "" : "; more with --limit")
    }

    func table(of entries: [WorkListEntry]) -> TextTable {
        TextTable(
            entries, columns: patients.showPatient ? WorkListEntry.columnsWithPatient : WorkListEntry.columns)
    }
}

extension WorkListEntry: ListingRow {
    static var columns: [Column<WorkListEntry>] { columnsBeforePatient + columnsAfterPatient }

    /// The columns with name and id of the patient.
    static var columnsWithPatient: [Column<WorkListEntry>] {
        columnsBeforePatient + [Column("name") { $0.patient?.name }, Column("patient id") { $0.patient?.id }]
            + columnsAfterPatient
    }

    private static var columnsBeforePatient: [Column<WorkListEntry>] {
        [
            Column("state", colour: { $0.heldAt == nil ? $0.state.colour : .yellow }) {
                $0.state.rawValue + ($0.heldAt == nil ? "" : " held")
            },
            Column("id") { $0.id },
            Column("prio", colour: { $0.priority > 0 ? .yellow : nil }) { $0.priority == 0 ? nil : $0.priority },
            Column("attempt") { $0.attempt },
            Column("rev") { $0.revision },
            Column("images") { $0.images },
            Column(at: "changed") { $0.changedAt },
            Column("date") { $0.studyDate },
            Column("from") { $0.callingAETitle },
            Column("patient") { $0.patientHash },
        ]
    }

    private static var columnsAfterPatient: [Column<WorkListEntry>] {
        [
            Column("accession") { $0.accessionNumber },
            Column("study") { $0.studyInstanceUID },
            Column("reason") { entry in
                [entry.holdReason.map { "held by \(entry.heldBy ?? ""): \($0)" }, entry.reason].compactMap(\.self)
                    .joined(separator: "; ")
            },
        ]
    }
}
