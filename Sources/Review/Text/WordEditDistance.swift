import Platform

/// Returns the edit distance between two texts in words; 0 means that a draft was signed without changes.
package func wordEditDistance(from draft: String, to signed: String) -> Int {
    editDistance(
        from: draft.split(whereSeparator: \.isWhitespace), to: signed.split(whereSeparator: \.isWhitespace))
}
