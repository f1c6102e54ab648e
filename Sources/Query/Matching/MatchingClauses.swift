import DICOMCore
import GRDB

/// SQL clauses and arguments of a list of conditions.
struct MatchingClauses {
    private(set) var clauses: [String] = []
    private(set) var arguments: [String] = []

    /// Creates clauses that require all conditions.
    init(_ conditions: [IndexCondition]) { for condition in conditions { add(condition) } }

    var sql: String { clauses.isEmpty ? "1" : clauses.joined(separator: " AND ") }

    /// Adds a clause without arguments.
    mutating func add(sql: String) { clauses.append(sql) }

    private mutating func add(_ condition: IndexCondition) {
        switch condition {
        case .isOneOf(let attribute, let values):
            clauses.append(
                Self.holder(of: attribute) { "\($0) IN (\(values.map { _ in "?" }.joined(separator: ", ")))" })
            arguments += values
        case .isLike(let attribute, let pattern) where attribute.isPersonName:
            add(attribute, name: pattern)
        case .isLike(let attribute, let pattern):
            let (test, values) = Self.test(for: pattern)
            clauses.append(Self.holder(of: attribute, test))
            arguments += values
        case .isBetween(let attribute, let lower, let upper):
            if let lower {
                clauses.append("\(attribute.expression) >= ?")
                arguments.append(lower)
            }
            if let upper {
                clauses.append("\(attribute.expression) <= ?")
                arguments.append(upper)
            }
        }
    }

    /// Returns a test of the attribute's column. For an attribute with several values it tests the columns of the
    /// study's series or instances, and one of them must match (PS3.4 C.2.2.2).
    private static func holder(of attribute: IndexedAttribute, _ test: (String) -> String) -> String {
        switch attribute {
        case .modalitiesInStudy:
            """
            EXISTS (SELECT 1 FROM series AS part WHERE part.studyRow = study.id AND \(test("part.modality")))
            """
        case .sopClassesInStudy:
            """
            EXISTS (SELECT 1 FROM series AS part JOIN instance AS object ON object.seriesRow = part.id
                WHERE part.studyRow = study.id AND \(test("object.sopClassUID")))
            """
        default: test(attribute.expression)
        }
    }

    private mutating func add(_ attribute: IndexedAttribute, name: String) {
        let columns = ["Alphabetic", "Ideographic", "Phonetic"].map { attribute.expression + $0 }
        let groups = name.split(separator: "=", maxSplits: 2, omittingEmptySubsequences: false)
        func test(_ column: String, _ group: Substring) -> String {
            let tests = Self.patterns(ofGroup: group).map { pattern in
                let (test, values) = Self.test(for: pattern)
                arguments += values
                return test(column)
            }
            return "(\(tests.joined(separator: " OR ")))"
        }
        if groups.count == 1 {
            clauses.append("(\(columns.map { test($0, groups[0]) }.joined(separator: " OR ")))")
        } else {
            for (column, group) in zip(columns, groups) where !group.isEmpty && group != "*" {
                clauses.append(test(column, group))
            }
        }
    }

    /// Returns the patterns for a folded component group. If a whole trailing component is a wild card, one pattern
    /// matches names without that component, because empty trailing components do not count.
    private static func patterns(ofGroup group: Substring) -> [String] {
        guard var pattern = PersonNameGroups.folded(group) else { return ["\(group)"] }
        var patterns = [pattern]
        while pattern.hasSuffix("^*") {
            pattern.removeLast(2)
            patterns.append(pattern)
        }
        return patterns
    }

    /// Returns the SQL test that a column's value matches a pattern, with its arguments. The literal beginning of the
    /// pattern is also given as a range, which an index can answer.
    private static func test(for pattern: String) -> (sql: (String) -> String, arguments: [String]) {
        guard let wildcard = pattern.firstIndex(where: { $0 == "*" || $0 == "?" }) else {
            return ({ "\($0) = ?" }, [pattern])
        }
        let glob = pattern.reduce(into: "") { $0 += $1 == "[" ? "[[]" : String($1) }
        let prefix = String(pattern[..<wildcard])
        guard !prefix.isEmpty else { return ({ "\($0) GLOB ?" }, [glob]) }
        return ({ "\($0) >= ? AND \($0) < ? AND \($0) GLOB ?" }, [prefix, prefix + "\u{10FFFF}", glob])
    }
}
