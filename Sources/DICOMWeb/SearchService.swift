import Auditing
import DICOMCore
import Hummingbird
import OperatorErrors
import Query
import WorkListDatabase

/// QIDO-RS (PS3.18 10.6): searches at every level, with the matching of C-FIND.
struct SearchService: Sendable {
    static let mediaType = "application/dicom+json"

    private let query: IndexQuery
    private let audit: AuditInbox

    init(query: IndexQuery, audit: AuditInbox) {
        self.query = query
        self.audit = audit
    }

    /// Answers a search. Blocks.
    ///
    /// - Parameters:
    ///   - uids: those in the path.
    ///   - base: the address of the resources, for the retrieve URLs.
    func answer(
        _ request: WebRequest, _ level: QueryLevel, _ uids: [String: String], _ caller: AuditOccurrence.Caller?,
        base: String
    ) throws -> WebAnswer {
        var failure: String?
        defer { if let caller { record(request, caller, failure) } }
        do {
            let type = try Self.negotiate(request.headers)
            let parameters = try SearchParameters(
                request.query, at: level, below: uids, limit: query.maximumResults)
            let page = try query.search(parameters.search)
            var warnings = parameters.warnings
            if page.remaining > 0, parameters.search.limit > 0 {
                warnings.append("There are \(page.remaining) additional results that can be requested")
            }
            return WebAnswer(contentType: type, body: Self.json(page, level, base), warnings: warnings)
        } catch {
            failure = "\(error)"
            throw error
        }
    }

    private func record(_ request: WebRequest, _ caller: AuditOccurrence.Caller, _ failure: String?) {
        let url = request.query.isEmpty ? "\(request.path)" : "\(request.path)?\(request.query)"
        audit.add(
            .queried(
                by: caller,
                .init(
                    sopClassUID: SOPClass.studyRootFind.description, transferSyntaxUID: "", identifier: Array(url.utf8),
                    failure: failure)))
    }

    /// The media type of the answer: JSON, under the name that the client takes.
    private static func negotiate(_ headers: HTTPFields) throws(WebError) -> String {
        let ranges = headers[values: .accept].flatMap { $0.split(separator: ",") }.map { range in
            range.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
        }
        if ranges.isEmpty || ranges.contains(where: { ["*/*", "application/*", mediaType].contains($0) }) {
            return mediaType
        }
        if ranges.contains("application/json") { return "application/json" }
        throw .notAcceptable(offered: [mediaType, "application/json"])
    }

    private static func json(_ page: IndexSearch.Page, _ level: QueryLevel, _ base: String) -> [UInt8] {
        var json = MatchJSON()
        json.raw("[")
        for (number, row) in page.rows.enumerated() {
            if number > 0 { json.raw(",") }
            json.append(elements(page.attributes, row, level, base))
        }
        json.raw("]")
        return json.json.bytes
    }

    private static func elements(
        _ attributes: [IndexedAttribute], _ row: [String?], _ level: QueryLevel, _ base: String
    ) -> [MatchJSON.Element] {
        var elements: [MatchJSON.Element] = [
            .init(tag: .specificCharacterSet, representation: .codeString, value: "ISO_IR 192"),
            .init(tag: .instanceAvailability, representation: .codeString, value: "ONLINE"),
        ]
        var items: [Tag: [MatchJSON.Element]] = [:]
        var uids: [IndexedAttribute: String] = [:]
        for (attribute, value) in zip(attributes, row) {
            let element = MatchJSON.Element(
                tag: attribute.tag, representation: attribute.representation, value: value ?? "")
            if let sequence = attribute.sequence {
                items[sequence, default: []].append(element)
            } else if attribute != .timezoneOffsetFromUTC || value != nil {
                elements.append(element)
            }
            if attribute.representation == .uniqueIdentifier { uids[attribute] = value }
        }
        for (tag, item) in items {
            elements.append(.init(tag: tag, representation: .sequence, value: "", item: item))
        }
        let url = retrieveURL(level, uids, base)
        elements.append(.init(tag: .retrieveURL, representation: .universalResource, value: url))
        return elements
    }

    private static func retrieveURL(_ level: QueryLevel, _ uids: [IndexedAttribute: String], _ base: String) -> String {
        var url = base
        let parts: [(String, IndexedAttribute)] = [
            ("studies", .studyInstanceUID), ("series", .seriesInstanceUID), ("instances", .sopInstanceUID),
        ]
        for (name, attribute) in parts.prefix(max(1, level.depth)) { url += "/\(name)/\(uids[attribute] ?? "")" }
        return url
    }
}
