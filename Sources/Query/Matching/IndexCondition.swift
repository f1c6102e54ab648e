/// One thing an answer must satisfy (PS3.4 C.2.2.2).
package enum IndexCondition: Sendable, Equatable {
    /// Single value or list of UID matching.
    case isOneOf(IndexedAttribute, [String])
    /// Wild card matching with `*` and `?`. Upper and lower case are alike for person names only, whose pattern may
    /// have groups separated by `=`; a pattern without any is matched against each group of the name.
    case isLike(IndexedAttribute, pattern: String)
    /// Range matching, both ends included, either may be open.
    case isBetween(IndexedAttribute, String?, String?)

    /// What it is about.
    package var attribute: IndexedAttribute {
        switch self {
        case .isOneOf(let attribute, _), .isLike(let attribute, _), .isBetween(let attribute, _, _): attribute
        }
    }

    /// Whether an index leads to what satisfies it.
    var isIndexed: Bool {
        guard case .isLike(let attribute, let pattern) = self else { return attribute.isIndexed }
        return attribute.isIndexed && pattern.first.map { $0 != "*" && $0 != "?" && $0 != "=" } ?? false
    }
}
