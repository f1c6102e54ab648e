package import Tensors

/// Retrieval of texts by projected images, which shows how much the shared space has learned. It does not measure
/// generation, since the text side reads the report. With `ContrastiveSettings.TextStates.withImage` it is close to 1
/// without learning, since the text side has read the image too.
package struct ProjectionRetrieval: Codable, Sendable, Equatable {
    /// Mean cosine of a study's image and its own text.
    package let alignment: Double
    /// Mean cosine of an image and the texts of all other studies.
    package let background: Double
    /// Share of images whose own text is among the K nearest; ties count as misses. 1 if K is at least the number of
    /// studies.
    package let recallAt1: Double
    package let recallAt5: Double

    /// Takes z and t (N, D) of unit length, study i in row i.
    package init(images: Tensor, texts: Tensor) {
        let count = images.shape[0]
        let cosines = matmul(images.detached, texts.detached, transposeB: true).array()
        var own = 0.0
        var all = 0.0
        var ranks: [Int] = []
        for i in 0..<count {
            let row = cosines[i * count..<(i + 1) * count]
            let pair = row[row.startIndex + i]
            own += Double(pair)
            all += row.reduce(0) { $0 + Double($1) }
            ranks.append(row.count { $0 >= pair })
        }
        alignment = own / Double(count)
        background = count > 1 ? (all - own) / Double(count * (count - 1)) : 0
        recallAt1 = Double(ranks.count { $0 <= 1 }) / Double(count)
        recallAt5 = Double(ranks.count { $0 <= 5 }) / Double(count)
    }
}
