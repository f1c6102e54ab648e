/// One condition that a match must satisfy (PS3.4 C.2.2.2).
package enum IndexCondition: Sendable, Equatable {
    /// Single value or list of UID matching.
    case isOneOf(IndexedAttribute, [String])
    /// Wild card matching with `*` and `?`. Only person names are matched case-insensitively. A person name pattern may
    /// have groups separated by `=`; a pattern without `=` is matched against each group of the name.
    case isLike(IndexedAttribute, pattern: String)
    /// Range matching; both ends are included, and either may be open.
    case isBetween(IndexedAttribute, String?, String?)

    /// The attribute that the condition tests.
    package var attribute: IndexedAttribute {
        switch self {
        case .isOneOf(let attribute, _), .isLike(let attribute, _), .isBetween(let attribute, _, _): attribute
        }
    }

    /// Whether an index can find the rows that satisfy it.
    var isIndexed: Bool {
        guard case .isLike(let attribute, let pattern) = self else { return attribute.isIndexed }
        return attribute.isIndexed && pattern.first.map { $0 != "*" && $0 != "?" && $0 != "=" } ?? false
    }
}
