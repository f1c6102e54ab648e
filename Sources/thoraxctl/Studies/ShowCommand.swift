import Administration
import ArgumentParser
import Foundation
import WorkList
import WorkListDatabase

/// `thoraxctl show`: everything about one study.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract:
            "Show a study: history, images, draft with its confidence, findings, documents, reviews, deliveries, acts.")

    @OptionGroup var options: StateOptions
    @OptionGroup var patients: PatientOptions
    @Argument(help: "Work item, Study Instance UID or accession number.")
    var study: String

    func run() throws {
        let workList = try options.workList(of: options.configuration())
        let detail = try workList.study(
            ofItem: try workList.workItem(named: study), showsPatient: patients.showPatient)
        if options.json { return try printJSON(ShownStudy(detail)) }
        StudyPage(detail).lines.forEach { print($0) }
    }
}
