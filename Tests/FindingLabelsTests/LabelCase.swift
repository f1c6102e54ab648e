import FindingLabels
import Testing

/// A text and its expected labels by finding: `+` present, `-` absent, `?` uncertain; findings that are not listed are
/// unmentioned. "No Finding" is checked only if listed.
struct LabelCase: CustomTestStringConvertible, Sendable {
    let text: String
    let expected: String

    init(_ text: String, _ expected: String) {
        self.text = text
        self.expected = expected
    }

    var testDescription: String { text }

    /// The labeler's result, in the notation of `expected` and in the findings' order.
    func said(by labeler: FindingLabeler) -> Set<String> {
        let report = labeler.label(text)
        let speaksOfNormality = expected.contains("noFinding")
        var words: Set<String> = []
        for finding in Finding.allCases where finding != .noFinding || speaksOfNormality {
            switch report[finding] {
            case .positive: words.insert("+\(finding)")
            case .negative: words.insert("-\(finding)")
            case .uncertain: words.insert("?\(finding)")
            case .unmentioned: break
            }
        }
        return words
    }

    var wanted: Set<String> { Set(expected.split(separator: " ").map(String.init)) }
}
