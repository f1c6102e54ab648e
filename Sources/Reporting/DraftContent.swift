import ReportGeneration

/// The paragraphs of a draft's SR document: what the model wrote, how sure it was, what it did not see, and what its own
/// checks found. Of a draft that is not offered, only that and why.
struct DraftContent {
    let findings: [String]
    let impression: [String]
    /// The probabilities in words; nil of a draft that is not offered.
    let assessmentText: String?

    /// - Parameters:
    ///   - imagesRead: images the model was shown.
    ///   - imagesEligible: images of the study it should have been shown.
    init(_ report: DraftReport, imagesRead: Int, imagesEligible: Int) {
        var paragraphs: [String] = []
        if let reason = report.abstention {
            paragraphs.append("No draft is offered: \(reason). The study must be read without one.")
        } else if !report.findings.isEmpty {
            paragraphs.append(report.findings.joined(separator: " "))
        }
        if imagesRead < imagesEligible {
            paragraphs.append(
                "Drafted from \(imagesRead) of \(imagesEligible) eligible images; the others were not read.")
        }
        paragraphs += report.noticeTexts.map { "The model's own check: " + $0 }
        if report.abstained {
            impression = ["No draft is offered."]
            assessmentText = nil
        } else {
            assessmentText = report.probabilities.isEmpty ? nil : Self.describe(report.probabilities)
            impression = report.impression.isEmpty ? [] : [report.impression.joined(separator: " ")]
        }
        findings = paragraphs
    }

    /// Every finding with its probability and threshold, likeliest first, so that what is absent is not left ambiguous:
    /// Basic Text SR has no numeric items, and a coded finding says nothing of the others.
    private static func describe(_ probabilities: [FindingProbability]) -> String {
        let sorted = probabilities.sorted { $0.probability > $1.probability }
        let list = { (isLikely: Bool) in
            let texts = sorted.filter { $0.isLikely == isLikely }.map { finding in
                "\(finding.label.replacing("_", with: " ").lowercased()) \(percent(finding.probability)) "
                    + "(\(percent(finding.threshold)))"
            }
            return texts.isEmpty ? "none" : texts.joined(separator: ", ")
        }
        return "Probabilities given by the model, not calibrated, with the threshold of each. "
            + "Called likely: \(list(true)). Not called likely: \(list(false))."
    }

    private static func percent(_ probability: Double) -> String { "\(Int((probability * 100).rounded())) %" }
}
