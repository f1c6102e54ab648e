/// ROUGE-L of one pair (Lin, 2004) with beta 1.2, as `pycocoevalcap` computes it: F-measure of the precision and recall
/// of the longest common subsequence; 0 if nothing is common. A set's score is the mean over its pairs.
package enum ROUGEL {
    static let beta = 1.2

    /// Score of a candidate's words against its reference's, between 0 and 1.
    package static func score(candidate: [String], reference: [String]) -> Double {
        let common = Double(longestCommonSubsequence(candidate, reference))
        guard common > 0 else { return 0 }
        let precision = common / Double(candidate.count)
        let recall = common / Double(reference.count)
        let weight = beta * beta
        return (1 + weight) * precision * recall / (recall + weight * precision)
    }

    static func longestCommonSubsequence(_ first: [String], _ second: [String]) -> Int {
        var previous = [Int](repeating: 0, count: second.count + 1)
        for word in first {
            var current = previous
            for (index, other) in second.enumerated() {
                current[index + 1] = word == other ? previous[index] + 1 : max(previous[index + 1], current[index])
            }
            previous = current
        }
        return previous[second.count]
    }
}
