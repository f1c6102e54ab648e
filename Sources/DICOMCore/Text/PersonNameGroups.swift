/// A person name made comparable: component groups (PS3.5 6.2.1.1) without regard to case, spaces around components and
/// empty trailing components (PS3.4 C.2.2.2.1). Accents count.
package struct PersonNameGroups: Sendable, Hashable {
    /// The alphabetic group; `nil` if empty, like the others.
    package let alphabetic: String?
    package let ideographic: String?
    package let phonetic: String?

    /// Parses `family^given=ideographic=phonetic`.
    package init(_ name: String) {
        let groups = name.split(separator: "=", maxSplits: 2, omittingEmptySubsequences: false)
        func group(_ index: Int) -> String? { index < groups.count ? PersonNameGroups.folded(groups[index]) : nil }
        alphabetic = group(0)
        ideographic = group(1)
        phonetic = group(2)
    }

    /// Folds one group, or a pattern for one. Upper case first, so that all forms of a letter meet: ς, σ and Σ, ß and SS.
    package static func folded(_ group: some StringProtocol) -> String? {
        var components = group.uppercased().lowercased().split(separator: "^", omittingEmptySubsequences: false)
            .map(\.trimmingSpaces)
        while components.last?.isEmpty == true { components.removeLast() }
        return components.isEmpty ? nil : components.joined(separator: "^")
    }
}
