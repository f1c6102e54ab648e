/// Where the decoder looked while it wrote each sentence of a draft.
///
/// A word's attention is the decoder's cross-attention in the step that chose the word: the mean over heads and layers
/// of its weights over the image tokens. The attention of a sentence is the mean over its words. R2GenCMN plots the
/// attention of a finding in the same way, but separately for each layer (zhjohnchan/R2GenCMN, `modules/tester.py`,
/// `Tester.plot`). It shows where the decoder looked, not why it wrote the sentence, and is not evidence for it.
package struct SentenceAttention: Sendable, Equatable {
    package let grid: AttentionGrid
    /// Numbers of the pictures that the decoder read, among the pictures of the study, from 0.
    package let pictures: [Int]
    /// For each sentence, the attention to the places of each picture in turn, row by row: `pictures.count * size * size`
    /// values, scaled so that the sentence's highest is 255.
    package let sentences: [[UInt8]]

    /// - Parameters:
    ///   - words: for each sentence, the attention of each of its words to the image tokens.
    ///   - views: pictures that the network encodes together, the last one repeated if there are too few; 1 if it encodes
    ///     each separately.
    ///   - read: numbers of the pictures that were encoded.
    /// - Returns: nil if the attention of a sentence is unknown.
    init?(ofWords words: [[[Float]]], grid: AttentionGrid, views: Int, pictures read: [Int]) {
        guard words.allSatisfy({ !$0.isEmpty }) else { return nil }
        let pictures = views > 1 ? Array(read.prefix(views)) : read
        let places = grid.size * grid.size
        self.grid = grid
        self.pictures = pictures
        sentences = words.map { words in
            var sum = [Float](repeating: 0, count: pictures.count * places)
            for word in words {
                // Tokens of a repeated picture are tokens of the last one.
                for (token, weight) in word.enumerated() {
                    let picture = min(token / places, pictures.count - 1)
                    sum[picture * places + token % places] += weight
                }
            }
            return Self.quantized(sum)
        }
    }

    /// The values as shares of the highest, from 0 to 255.
    private static func quantized(_ values: [Float]) -> [UInt8] {
        let highest = values.max() ?? 0
        guard highest > 0 else { return values.map { _ in 0 } }
        return values.map { UInt8((max(0, $0) / highest * 255).rounded()) }
    }
}
