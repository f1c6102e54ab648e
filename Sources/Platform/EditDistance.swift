/// Fewest insertions, deletions and substitutions that turn one list into another (Levenshtein distance).
package func editDistance<Element: Equatable>(from before: [Element], to after: [Element]) -> Int {
    var row = Array(0...after.count)
    for (index, element) in before.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for column in after.indices {
            let cost = element == after[column] ? diagonal : diagonal + 1
            diagonal = row[column + 1]
            row[column + 1] = min(cost, diagonal + 1, row[column] + 1)
        }
    }
    return row[after.count]
}
