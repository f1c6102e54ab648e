/// A text as METEOR's words.
package struct MeteorText: Sendable {
    let words: [String]

    package init(_ text: String) { words = MeteorNormalizer.words(text) }
}
