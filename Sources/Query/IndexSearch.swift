import DICOMCore
package import WorkListDatabase

/// A search of a web client (PS3.18 10.6): the matching of C-FIND, in pages.
package struct IndexSearch: Sendable, Equatable {
    package let level: QueryLevel
    /// Keys with the values to match, several separated by `\`.
    package var keys: [KeyAttribute: String] = [:]
    /// Attributes to return, of this level or above.
    package var returned: Set<IndexedAttribute> = []
    package var limit: Int
    package var offset = 0

    package init(_ level: QueryLevel, limit: Int) {
        self.level = level
        self.limit = limit
    }

    /// One page of matches.
    package struct Page: Sendable {
        package let attributes: [IndexedAttribute]
        /// The values of each match, in the order of `attributes`.
        package let rows: [[String?]]
        /// The number of matches after this page.
        package let remaining: Int
        /// Keys that were not matched.
        package let ignored: [KeyAttribute]
    }
}

extension IndexQuery {
    /// Returns one page of the matches, in an order that is the same each time.
    ///
    /// - Throws: `QueryError` for a value that is not in the form of its matching, `ReadBudget.Exceeded`, or `WorkListError`
    ///   when the database fails.
    package func search(_ search: IndexSearch) throws -> IndexSearch.Page {
        var conditions: [IndexCondition] = []
        var ignored: [KeyAttribute] = []
        for (key, value) in search.keys.sorted(by: { $0.key < $1.key }) {
            guard let attribute = QueryKey.attribute(of: key, at: search.level) else {
                ignored.append(key)
                continue
            }
            switch KeyMatch(attribute, value) {
            case .universal: break
            case .condition(let condition): conditions.append(condition)
            case .unsupported where attribute.matching == .none || attribute.matching == .dateTime: ignored.append(key)
            case .unsupported:
                throw QueryError.wrongValue(keyword: attribute.keyword, expected: attribute.matching.expected)
            }
        }
        conditions = IndexCondition.joiningDatesAndTimes(conditions) { attribute in
            search.keys[KeyAttribute(attribute.tag, in: attribute.sequence)]?.contains("-") == true
        }
        // In one order, so that the text of the statement is the same each time.
        let attributes = search.returned.sorted {
            KeyAttribute($0.tag, in: $0.sequence) < KeyAttribute($1.tag, in: $1.sequence)
        }
        let budget = ReadBudget(limits)
        let end = search.offset + search.limit
        // In one read, so that matches and their number are of one state of the work list.
        let (rows, remaining) = try workList.read(within: budget) { db in
            // One more than asked says whether there are more, without counting.
            let found = try Selection(page: search.limit + 1, from: search.offset, of: search.level, conditions).rows(
                in: db)
            let page = found.prefix(search.limit)
            let count = found.count > page.count ? try Selection(countOf: search.level, conditions).rows(in: db) : []
            let rows = try WorkListStore.values(of: page, at: search.level, returning: attributes, in: db)
            return (rows, max(0, Int(count.first ?? 0) - end))
        }
        return .init(attributes: attributes, rows: rows, remaining: remaining, ignored: ignored)
    }
}

extension IndexCondition {
    /// Ranges of a date and of its time are one range of moments (PS3.18 8.3.4.1.1). A single time, or a single year, is no
    /// range: it matches on each day.
    static func joiningDatesAndTimes(
        _ conditions: [IndexCondition], where isRange: (IndexedAttribute) -> Bool
    ) -> [IndexCondition] {
        var joined = conditions
        let pairs: [(IndexedAttribute, IndexedAttribute)] = [
            (.studyDate, .studyTime), (.seriesDate, .seriesTime), (.contentDate, .contentTime),
            (.performedProcedureStepStartDate, .performedProcedureStepStartTime),
        ]
        for (date, time) in pairs where isRange(date) && isRange(time) {
            guard
                let ofDate = joined.firstIndex(where: { $0.isRange(of: date) }),
                let ofTime = joined.firstIndex(where: { $0.isRange(of: time) }),
                case .isBetween(_, let firstDay?, let lastDay?) = joined[ofDate],
                case .isBetween(_, let first?, let last?) = joined[ofTime]
            else { continue }
            // A year or a month begins with its first day.
            let day = firstDay.count < 4 ? "00000000" : firstDay + "0101".suffix(max(0, 8 - firstDay.count))
            joined[ofDate] = .isWithin(date, time: time, day + first, lastDay + last)
            joined.remove(at: ofTime)
        }
        return joined
    }

    private func isRange(of attribute: IndexedAttribute) -> Bool {
        if case .isBetween(attribute, _?, _?) = self { true } else { false }
    }
}

extension IndexedAttribute.Matching {
    /// The form of a value, as the end of "is not …".
    fileprivate var expected: String {
        switch self {
        case .uniqueIdentifier, .text, .personName, .none: "a text"
        case .number: "a number"
        case .date: "a date YYYYMMDD or a range of dates"
        case .time: "a time HHMMSS or a range of times"
        case .dateTime: "a date and time or a range of them"
        }
    }
}
