/// A person name made comparable: its component groups (PS3.5 6.2.1.1), in which upper and lower case, spaces around
/// components and empty components at the end make no difference (PS3.4 C.2.2.2.1). Accents do.
package struct PersonNameGroups: Sendable, Hashable {
    /// In the letters of the alphabet; `nil` where the group is empty, as for the others.
    package let alphabetic: String?
    package let ideographic: String?
    package let phonetic: String?

    /// Takes apart `family^given=ideographic=phonetic`.
    package init(_ name: String) {
        let groups = name.split(separator: "=", maxSplits: 2, omittingEmptySubsequences: false)
        func group(_ index: Int) -> String? { index < groups.count ? PersonNameGroups.folded(groups[index]) : nil }
        alphabetic = group(0)
        ideographic = group(1)
        phonetic = group(2)
    }

    /// One group, or a pattern for one. Upper case first, so that all forms of a letter meet: ς, σ and Σ, ß and SS.
    package static func folded(_ group: some StringProtocol) -> String? {
        var components = group.uppercased().lowercased().split(separator: "^", omittingEmptySubsequences: false)
            .map(\.trimmingSpaces)
        while components.last?.isEmpty == true { components.removeLast() }
        return components.isEmpty ? nil : components.joined(separator: "^")
    }
}
