import DICOMCore
import GRDB

/// Conditions as SQL: clauses with their arguments.
struct MatchingClauses {
    private(set) var clauses: [String] = []
    private(set) var arguments: [String] = []

    /// All of the conditions.
    init(_ conditions: [IndexCondition]) { for condition in conditions { add(condition) } }

    var sql: String { clauses.isEmpty ? "1" : clauses.joined(separator: " AND ") }

    /// Adds a condition that takes no argument.
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

    /// A test of the attribute's column, or of those of a study's series or instances where the attribute is of many
    /// values: one of them has to pass (PS3.4 C.2.2.2).
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

    /// A folded pattern; one that ends in a wild card for a whole component matches names without that component too,
    /// as empty components at the end do not count.
    private static func patterns(ofGroup group: Substring) -> [String] {
        guard var pattern = PersonNameGroups.folded(group) else { return ["\(group)"] }
        var patterns = [pattern]
        while pattern.hasSuffix("^*") {
            pattern.removeLast(2)
            patterns.append(pattern)
        }
        return patterns
    }

    /// The SQL test that a column's value matches a pattern, and its arguments. What the pattern begins with is given
    /// as a range too, which an index can answer.
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
