/// Area under the receiver operating characteristic: the probability that a positive scores above a negative, ties
/// counting half (Mann and Whitney 1947).
package enum AreaUnderCurve {
    /// Value in 0...1, or nil when one of the two classes is empty.
    package static func score(_ scores: [Float], positive: [Bool]) -> Double? {
        precondition(scores.count == positive.count, "one score for each case")
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        var rankSum = 0.0
        var start = 0
        while start < order.count {
            var end = start
            while end < order.count && scores[order[end]] == scores[order[start]] { end += 1 }
            let meanRank = Double(start + end + 1) / 2
            for position in start..<end where positive[order[position]] { rankSum += meanRank }
            start = end
        }
        let positives = Double(positive.count { $0 })
        let negatives = Double(positive.count) - positives
        guard positives > 0, negatives > 0 else { return nil }
        return (rankSum - positives * (positives + 1) / 2) / (positives * negatives)
    }
}
