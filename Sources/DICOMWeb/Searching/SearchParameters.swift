import DICOMCore
import Query
import WebServing
import WorkListDatabase

/// The parameters of a search (PS3.18 8.3.4, 10.6.1.2).
struct SearchParameters {
    private(set) var search: IndexSearch
    /// Texts of Warning headers about parameters that are not supported.
    private var notes: [String] = []

    /// Names in one warning.
    private static let namesInWarning = 10
    private static let largestOffset = 1_000_000_000

    private var seen: Set<String> = []
    /// Keys of the path, which some clients repeat in the query.
    private var keysOfPath: Set<KeyAttribute> = []
    /// The names of keys as the client wrote them.
    private var names: [KeyAttribute: String] = [:]
    private var notMatched: [String] = []
    private var notReturned: [String] = []

    /// - Parameters:
    ///   - uids: those in the path.
    ///   - limit: matches in an answer at most, and where the client gives no limit.
    init(_ query: Substring, at level: QueryLevel, below uids: [String: String], limit: Int) throws(WebError) {
        search = IndexSearch(level, limit: limit)
        search.returned = SearchAttributes.always(at: level, below: uids)
        for (name, tag) in [("study", Tag.studyInstanceUID), ("series", .seriesInstanceUID)] {
            if let uid = uids[name] { search.keys[KeyAttribute(tag)] = uid }
        }
        keysOfPath = Set(search.keys.keys)
        for parameter in try QueryString(query).parameters { try read(parameter, limit: limit) }
    }

    /// Texts of Warning headers: everything in the query that has no effect.
    ///
    /// - Parameter ignored: keys whose values could not be matched.
    func warnings(ignoring ignored: [KeyAttribute]) -> [String] {
        let notMatched = notMatched + ignored.compactMap { names[$0] }
        return notes
            + [("not matched", notMatched), ("not returned", notReturned)].compactMap { text, names in
                guard !names.isEmpty else { return nil }
                let first = names.prefix(Self.namesInWarning).joined(separator: ", ")
                return "\(text): \(first)\(names.count > Self.namesInWarning ? " and others" : "")"
            }
    }

    private mutating func read(_ parameter: QueryString.Parameter, limit: Int) throws(WebError) {
        switch parameter.name {
        case "limit":
            search.limit = min(limit, try number(parameter, upTo: Int.max))
        case "offset":
            search.offset = try number(parameter, upTo: Self.largestOffset)
        case "fuzzymatching":
            try once(parameter.name)
            switch try QueryString.decode(parameter.raw).lowercased() {
            case "false": break
            case "true":
                notes.append(
                    "The fuzzymatching parameter is not supported. Only literal matching has been performed.")
            default: throw .parameter("fuzzymatching", expected: "true or false")
            }
        case "includefield":
            for name in try QueryString.decodeList(parameter.raw) { include(name) }
        default: try match(parameter)
        }
    }

    private mutating func once(_ name: String) throws(WebError) {
        guard seen.insert(name).inserted else { throw .repeatedParameter(name) }
    }

    private mutating func number(_ parameter: QueryString.Parameter, upTo limit: Int) throws(WebError) -> Int {
        try once(parameter.name)
        let text = try QueryString.decode(parameter.raw)
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
            number <= limit
        else { throw .parameter(parameter.name, expected: "a number from 0 to \(limit)") }
        return number
    }

    private mutating func include(_ name: String) {
        if name == "all" {
            search.returned.formUnion(SearchAttributes.all(at: search.level))
            return
        }
        switch AttributePath(name) {
        case .attribute(let key) where QueryKey.attribute(of: key, at: search.level) != nil: include(key)
        case .sequence(let tag):
            for key in QueryKey.attributes.keys where key.sequence == tag { include(key) }
        case .attribute(let key) where Self.alwaysReturned.contains(key): break
        case .attribute, .unknown: notReturned.append(name)
        case .other: break
        }
    }

    /// What each match has although it is no key.
    private static let alwaysReturned = Set(
        [Tag.specificCharacterSet, .instanceAvailability, .retrieveURL].map { KeyAttribute($0) })

    private mutating func include(_ key: KeyAttribute) {
        if let attribute = QueryKey.attribute(of: key, at: search.level) { search.returned.insert(attribute) }
    }

    private mutating func match(_ parameter: QueryString.Parameter) throws(WebError) {
        switch AttributePath(parameter.name) {
        case .other: return
        case .unknown: notMatched.append(parameter.name)
        case .sequence(let tag):
            for key in QueryKey.attributes.keys where key.sequence == tag { include(key) }
            if !parameter.raw.isEmpty { notMatched.append(parameter.name) }
        case .attribute(let key):
            guard let attribute = QueryKey.attribute(of: key, at: search.level) else {
                notMatched.append(parameter.name)
                return
            }
            let isList = attribute.representation == .uniqueIdentifier
            let value =
                isList
                ? try QueryString.decodeList(parameter.raw).joined(separator: "\\")
                : try QueryString.decode(parameter.raw)
            let earlier = search.keys.updateValue(value, forKey: key)
            guard earlier == nil || (keysOfPath.remove(key) != nil && earlier == value) else {
                throw .repeatedParameter(attribute.keyword)
            }
            search.returned.insert(attribute)
            names[key] = parameter.name
        }
    }
}
