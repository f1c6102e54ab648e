package import WorkListDatabase

/// One condition that a match must satisfy (PS3.4 C.2.2.2).
package indirect enum IndexCondition: Sendable, Equatable {
    /// Single value matching, for one of several values.
    case isOneOf(IndexedAttribute, [String])
    /// Wild card matching with `*` and `?`. Case does not count for person names and code strings. A person name pattern
    /// may have groups separated by `=`; a pattern without `=` is matched against each group of the name.
    case isLike(IndexedAttribute, pattern: String)
    /// Range matching; both ends are included, and either may be open.
    case isBetween(IndexedAttribute, String?, String?)
    /// Range matching of a date and a time together (PS3.4 C.2.2.2.5.4): both ends are moments, `YYYYMMDD` and `HHMMSS` joined.
    case isWithin(IndexedAttribute, time: IndexedAttribute, String, String)
    /// At least one of these conditions on the same attribute.
    case isAny(of: IndexedAttribute, [IndexCondition])

    /// The attribute that the condition tests.
    package var attribute: IndexedAttribute {
        switch self {
        case .isOneOf(let attribute, _), .isLike(let attribute, _), .isBetween(let attribute, _, _),
            .isWithin(let attribute, _, _, _), .isAny(let attribute, _):
            attribute
        }
    }

    /// Whether an index can find the rows that satisfy it.
    var isIndexed: Bool {
        switch self {
        case .isOneOf(let attribute, _), .isBetween(let attribute, _, _), .isWithin(let attribute, _, _, _):
            attribute.isIndexed
        case .isLike(let attribute, let pattern):
            attribute.isIndexed && pattern.first.map { $0 != "*" && $0 != "?" && $0 != "=" } ?? false
        case .isAny(_, let conditions): conditions.allSatisfy(\.isIndexed)
        }
    }
}
