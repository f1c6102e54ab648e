import Administration
import Auditing
import DICOMCore
import Foundation
import Hummingbird
import Review
import WebServing
import WorkList
import WorkListDatabase

/// Reads the work list and its studies. All calls block.
struct StudyService {
    private let parts: PageParts

    init(_ parts: PageParts) { self.parts = parts }

    private struct List: Encodable {
        let studies: [ReadingListEntry]
        let total: Int
        let counts: ReadingListCounts
        /// Token that changes with every change of the list.
        let change: String
    }

    /// Answers with a page of the work list.
    func list(_ asked: PageRequest) throws -> Response {
        var failure: String?
        defer { record(asked, failure) }
        do {
            let parameters = try StudyListParameters(asked.request.query)
            // Read before the list: a change in between is then reported again rather than missed.
            let change = try parts.workList.readingListChange().token
            guard let reader = asked.signedIn else { throw WebError.signedOut }
            let page = try parts.workList.readingList(
                parameters.filter, offset: parameters.offset, limit: parameters.limit,
                for: DraftReader(login: reader.login, blind: parts.review.blind))
            let counts = try parts.workList.readingListCounts(since: Calendar.current.startOfDay(for: Date()))
            return .json(List(studies: page.studies, total: page.total, counts: counts, change: change))
        } catch {
            failure = "\(error)"
            throw error
        }
    }

    /// Answers with one study: draft, findings, claim, verdicts and priors.
    func study(_ asked: PageRequest) throws -> Response {
        let uid = asked.text("study")
        guard let item = try parts.workList.workItem(ofStudy: uid), let reader = asked.signedIn else {
            throw WebError.notStored("the study")
        }
        let view = StudyView(
            try parts.workList.studyReading(item, by: reader.login, under: parts.review.blind), for: reader)
        parts.accesses.record(uid, by: asked, in: parts.audit)
        return .json(view)
    }

    /// Records a read of the list as a query (PS3.15 A.5.3.10, which also covers queries outside DICOM).
    private func record(_ asked: PageRequest, _ failure: String?) {
        let (path, query) = (asked.request.path, asked.request.query)
        parts.audit.add(
            .queried(
                by: asked.caller,
                .init(
                    sopClassUID: SOPClass.studyRootFind.description, transferSyntaxUID: "",
                    identifier: Array((query.isEmpty ? path : "\(path)?\(query)").utf8), failure: failure)))
    }
}
