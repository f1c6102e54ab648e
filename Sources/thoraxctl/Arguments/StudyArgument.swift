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
    /// - Throws: `WorkListError.noSuchStudy`, or `ambiguousStudy` if the name matches several studies.
    func workItem(in workList: WorkListStore) throws -> Int64 { try workList.workItem(named: name) }

    /// The Study Instance UID. A UID that is not in the work list is returned unchanged, because the audit trail also
    /// contains studies that were removed.
    ///
    /// - Throws: `WorkListError.noSuchStudy`, or `ambiguousStudy` if the name matches several studies.
    func studyInstanceUID(in workList: WorkListStore) throws -> String {
        do {
            return try workList.entry(ofItem: workItem(in: workList)).studyInstanceUID
        } catch WorkListError.noSuchStudy where name.contains(".") {
            return name
        }
    }
}
