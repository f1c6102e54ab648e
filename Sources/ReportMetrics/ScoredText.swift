import Foundation

/// A report split into words as `pycocoevalcap`'s scorers do, without a tokeniser.
package struct ScoredText: Sendable {
    package let text: String
    /// Split at any white space, for BLEU and CIDEr.
    package let words: [String]
    /// Split at each single space, for ROUGE-L. Two spaces give an empty word, and so does an empty text.
    package let spacedWords: [String]

    package init(_ text: String) {
        self.text = text
        words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        spacedWords = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    }
}
