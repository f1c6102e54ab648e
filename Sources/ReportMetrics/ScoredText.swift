import Foundation

/// A report cut into words as `pycocoevalcap`'s scorers do: text as it stands, no tokeniser.
package struct ScoredText: Sendable {
    package let text: String
    /// Split at any white space: what BLEU and CIDEr count.
    package let words: [String]
    /// Split at each single space: what ROUGE-L counts. Two spaces make an empty word; the empty text is one.
    package let spacedWords: [String]

    package init(_ text: String) {
        self.text = text
        words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        spacedWords = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    }
}
