package import FindingLabels

/// One study's labels in the form the similarity compares.
package struct LabelVector: Sendable, Equatable {
    /// One entry per label except "No Finding": 1 for positive, the configured value for uncertain, else 0. The last
    /// entry is "No Finding": 1 if all others are 0, so that normal studies are similar to each other and to nothing
    /// else.
    package let positives: [Float]
    /// The same entries as +1 positive, +0.5 uncertain, -0.5 negative, 0 unmentioned. "No Finding" is 1 if no entry is
    /// above 0.
    package let graded: [Float]

    /// `statuses` are in the order of `labels`; a label named "No Finding" is derived from the others instead of read.
    package init(_ statuses: [FindingStatus], labels: [String], uncertain: Float) {
        precondition(statuses.count == labels.count, "\(statuses.count) statuses for \(labels.count) labels")
        let read = zip(statuses, labels).filter { $0.1 != Finding.noFinding.rawValue }.map(\.0)
        let positives = read.map { $0 == .positive ? 1 : $0 == .uncertain ? uncertain : 0 }
        let graded: [Float] = read.map { status in
            switch status {
            case .positive: 1
            case .uncertain: 0.5
            case .negative: -0.5
            case .unmentioned: 0
            }
        }
        self.positives = positives + [positives.allSatisfy { $0 == 0 } ? 1 : 0]
        self.graded = graded + [graded.allSatisfy { $0 <= 0 } ? 1 : 0]
    }
}
