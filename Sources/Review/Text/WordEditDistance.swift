import Platform

/// How far two texts are apart, in words.
///
/// A hospital learns from it whether the drafts help: 0 is a draft signed as it was.
package func wordEditDistance(from draft: String, to signed: String) -> Int {
    editDistance(
        from: draft.split(whereSeparator: \.isWhitespace), to: signed.split(whereSeparator: \.isWhitespace))
}
