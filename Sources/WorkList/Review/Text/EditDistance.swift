/// How far two texts are apart: the least number of words put in, taken out or changed (Levenshtein).
///
/// A hospital learns from it whether the drafts help: 0 is a draft signed as it was.
package func wordEditDistance(from draft: String, to signed: String) -> Int {
    let before = draft.split(whereSeparator: \.isWhitespace)
    let after = signed.split(whereSeparator: \.isWhitespace)
    var row = Array(0...after.count)
    for (index, word) in before.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for column in after.indices {
            let cost = word == after[column] ? diagonal : diagonal + 1
            diagonal = row[column + 1]
            row[column + 1] = min(cost, diagonal + 1, row[column] + 1)
        }
    }
    return row[after.count]
}
