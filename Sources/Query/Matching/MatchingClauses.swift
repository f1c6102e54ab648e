import DICOMCore
import GRDB
import WorkListDatabase

/// SQL clauses and arguments of a list of conditions.
struct MatchingClauses {
    private(set) var clauses: [String] = []
    private(set) var arguments: [String] = []
    /// Whether an index finds the few series or instances that are meant.
    private let namesPartOfStudy: Bool

    /// Creates clauses that require all conditions of an object of this level, and that it is not withdrawn.
    init(_ conditions: [IndexCondition], on level: QueryLevel) {
        namesPartOfStudy = conditions.contains(where: \.namesPartOfStudy)
        for condition in conditions { add(condition) }
        if let isOffered = level.isOffered { clauses.append(isOffered) }
    }

    var sql: String { clauses.isEmpty ? "1" : clauses.joined(separator: " AND ") }

    /// Adds a clause without arguments.
    mutating func add(sql: String) { clauses.append(sql) }

    private mutating func add(_ condition: IndexCondition) { clauses.append(clause(for: condition)) }

    /// Returns the SQL of a condition and appends its arguments.
    private mutating func clause(for condition: IndexCondition) -> String {
        switch condition {
        case .isOneOf(let attribute, let values):
            arguments += values
            return holder(of: attribute) { "\($0) IN (\(values.map { _ in "?" }.joined(separator: ", ")))" }
        case .isLike(let attribute, let pattern) where attribute.isPersonName:
            return clause(for: attribute, name: pattern)
        case .isLike(let attribute, let pattern):
            let (test, values) = Self.test(for: pattern)
            arguments += values
            return holder(of: attribute, test)
        case .isBetween(let attribute, let lower, let upper):
            let ends = [(lower, ">="), (upper, "<=")].compactMap { end, sign in end.map { ($0, sign) } }
            arguments += ends.map(\.0)
            return ends.isEmpty ? "1" : ends.map { "\(attribute.expression) \($1) ?" }.joined(separator: " AND ")
        case .isWithin(let date, let time, let lower, let upper):
            arguments += [lower, upper].map { String($0.prefix(8)) } + [lower, upper]
            let moment = "(\(date.expression) || ifnull(\(time.expression), ''))"
            return "\(date.expression) >= ? AND \(date.expression) <= ? AND \(moment) >= ? AND \(moment) <= ?"
        case .isAny(_, let conditions):
            return "(" + conditions.map { "(\(clause(for: $0)))" }.joined(separator: " OR ") + ")"
        }
    }

    /// Returns a test of the attribute's column. For an attribute with several values it tests the columns of the
    /// study's series or instances, and one of them must match (PS3.4 C.2.2.2).
    private func holder(of attribute: IndexedAttribute, _ test: (String) -> String) -> String {
        switch attribute {
        case .modalitiesInStudy:
            """
            EXISTS (SELECT 1 FROM series AS part WHERE part.studyRow = study.id
                AND NOT part.isWithdrawn AND \(test("part.modality")))
            """
        case .sopClassesInStudy:
            """
            EXISTS (SELECT 1 FROM series AS part JOIN instance AS object ON object.seriesRow = part.id
                WHERE part.studyRow = study.id AND NOT object.isWithdrawn AND \(test("object.sopClassUID")))
            """
        // The plus sign keeps SQLite from all series of the modality.
        case .modality where namesPartOfStudy: test("+\(attribute.expression)")
        default: test(attribute.ignoresCase ? "upper(\(attribute.expression))" : attribute.expression)
        }
    }

    private mutating func clause(for attribute: IndexedAttribute, name: String) -> String {
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
            return "(\(columns.map { test($0, groups[0]) }.joined(separator: " OR ")))"
        }
        let tests = zip(columns, groups).filter { !$1.allSatisfy { "*^ ".contains($0) } }.map { test($0, $1) }
        return tests.isEmpty ? "1" : tests.joined(separator: " AND ")
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
