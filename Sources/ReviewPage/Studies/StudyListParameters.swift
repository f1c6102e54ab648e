import Administration
import WebServing

/// Filter and page of the work list, from the query of the URL.
struct StudyListParameters {
    private(set) var filter = ReadingListFilter()
    private(set) var offset = 0
    private(set) var limit = 100

    /// Maximum number of studies in a page.
    static let pageLimit = 500
    /// Maximum length of a search text in characters.
    static let searchLimit = 64

    /// Parses the query. Empty values and unknown parameters are ignored.
    ///
    /// - Throws: `WebError` for an invalid value.
    init(_ query: Substring) throws(WebError) {
        for parameter in try QueryString(query).parameters {
            let value = try QueryString.decode(parameter.raw)
            guard !value.isEmpty else { continue }
            switch parameter.name {
            case "state":
                guard let part = ReadingListFilter.Part(rawValue: value) else {
                    let parts = ReadingListFilter.Part.allCases.map(\.rawValue).joined(separator: ", ")
                    throw .parameter("state", expected: "one of \(parts)")
                }
                filter.part = part
            case "from": filter.from = try Self.date(value, "from")
            case "to": filter.to = try Self.date(value, "to")
            case "finding": filter.finding = value
            case "holder": filter.holder = value
            case "sender": filter.sender = value
            case "search":
                guard value.count <= Self.searchLimit else {
                    throw .parameter("search", expected: "at most \(Self.searchLimit) characters")
                }
                filter.search = value
            case "offset": offset = try Self.number(value, "offset", 0...100_000_000)
            case "limit": limit = try Self.number(value, "limit", 1...Self.pageLimit)
            default: break
            }
        }
    }

    private static func number(_ text: String, _ name: String, _ range: ClosedRange<Int>) throws(WebError) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw .parameter(name, expected: "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Converts `YYYY-MM-DD` to a DA value (PS3.5 6.2).
    private static func date(_ text: String, _ name: String) throws(WebError) -> String {
        guard text.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil else {
            throw .parameter(name, expected: "a date: YYYY-MM-DD")
        }
        return text.replacing("-", with: "")
    }
}
