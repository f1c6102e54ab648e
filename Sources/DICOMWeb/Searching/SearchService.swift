import Auditing
import DICOMCore
import DICOMWebEncoding
import Hummingbird
import Query
import WebServing
import WorkListDatabase

/// QIDO-RS (PS3.18 10.6): searches at every level, with the matching of C-FIND.
struct SearchService: Sendable {
    private let query: IndexQuery
    private let audit: AuditInbox
    private let memory: AnswerMemory

    init(query: IndexQuery, audit: AuditInbox, memory: AnswerMemory) {
        self.query = query
        self.audit = audit
        self.memory = memory
    }

    /// Answers a search. Blocks.
    func answer(_ asked: Asked, _ level: QueryLevel) throws -> Response {
        var failure: String?
        defer { record(asked, failure) }
        do {
            let form = try asked.accepted.choose(from: Representation.dataSets)
            let parameters = try SearchParameters(
                asked.request.query, at: level, below: asked.texts, limit: query.maximumResults)
            let page = try query.search(parameters.search)
            let matches = SearchMatches(page.attributes, level, asked.base)
            var response = Response.dataSets(page.rows.map { form.encode(matches.elements($0)) }, in: form)
            var warnings = parameters.warnings(ignoring: page.ignored)
            if page.remaining > 0, parameters.search.limit > 0 {
                warnings.append("There are \(page.remaining) additional results that can be requested")
            }
            response.warn(warnings, from: asked.base)
            try response.count(in: memory)
            return response
        } catch {
            failure = "\(error)"
            throw error
        }
    }

    private func record(_ asked: Asked, _ failure: String?) {
        let (path, query) = (asked.request.path, asked.request.query)
        audit.add(
            .queried(
                by: asked.caller,
                .init(
                    sopClassUID: SOPClass.studyRootFind.description, transferSyntaxUID: "",
                    identifier: Array((query.isEmpty ? path : "\(path)?\(query)").utf8), failure: failure)))
    }
}
