package import DICOMCore

/// Where a value is in a data set: `7FE00010`, or `00880200/1/7FE00010` for one in the first item of a sequence.
package struct BulkDataPath: Sendable, Equatable {
    struct Step: Equatable {
        let sequence: Tag
        /// From 1.
        let item: Int
    }

    let steps: [Step]
    package let tag: Tag

    /// Parses a path; `nil` if the text is not a path, or is deeper than metadata shows.
    package init?(_ text: some StringProtocol) {
        // A path of the deepest metadata has 32 steps of at most 17 characters.
        guard text.utf8.count <= 32 * 17 + 8 else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count % 2 == 1, let tag = parts.last.flatMap({ Tag(digits: $0) }) else { return nil }
        var steps: [Step] = []
        for index in stride(from: 0, to: parts.count - 1, by: 2) {
            guard let sequence = Tag(digits: parts[index]), parts[index + 1].utf8.count <= 7,
                parts[index + 1].allSatisfy(\.isASCIIDigit), let item = Int(parts[index + 1]), item > 0
            else { return nil }
            steps.append(Step(sequence: sequence, item: item))
        }
        self.steps = steps
        self.tag = tag
    }
}
