import Administration
import ArgumentParser
import WorkList
import WorkListDatabase

/// A study on the command line: its id in the work list, its Study Instance UID or its accession number.
struct StudyArgument: ExpressibleByArgument {
    static let help: ArgumentHelp = "The study: its id in the work list, Study Instance UID or accession number."

    let name: String

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        name = argument
    }

    /// The study's work item.
    ///
    /// - Throws: `WorkListError.noSuchStudy`, or `ambiguousStudy` where the name fits several studies.
    func workItem(in workList: WorkListStore) throws -> Int64 { try workList.workItem(named: name) }

    /// The Study Instance UID. The audit trail also has studies that were removed from the work list: a UID that the
    /// work list does not know stands for itself.
    ///
    /// - Throws: `WorkListError.noSuchStudy`, or `ambiguousStudy` where the name fits several studies.
    func studyInstanceUID(in workList: WorkListStore) throws -> String {
        do {
            return try workList.entry(ofItem: workItem(in: workList)).studyInstanceUID
        } catch WorkListError.noSuchStudy where name.contains(".") {
            return name
        }
    }
}
