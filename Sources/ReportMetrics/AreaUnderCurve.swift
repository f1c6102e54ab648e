/// Area under the ROC curve: the probability that a positive case scores above a negative one, with ties counting half
/// (Mann and Whitney 1947).
package enum AreaUnderCurve {
    /// Value between 0 and 1, or nil if one of the two classes is empty.
    package static func score(_ scores: [Float], positive: [Bool]) -> Double? {
        precondition(scores.count == positive.count, "there must be one score per case")
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
