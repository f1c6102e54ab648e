import ReportGeneration

/// The paragraphs of a draft's SR document: what the model wrote, how sure it was, and what it did not see.
struct DraftContent {
    let findings: [String]
    let impression: [String]

    /// - Parameters:
    ///   - imagesRead: images the model was shown.
    ///   - imagesEligible: images of the study it should have been shown.
    init(_ report: DraftReport, imagesRead: Int, imagesEligible: Int) {
        var findings = report.findings.isEmpty ? [] : [report.findings.joined(separator: " ")]
        if imagesRead < imagesEligible {
            findings.append(
                "Drafted from \(imagesRead) of \(imagesEligible) eligible images; the others were not read.")
        }
        findings.append(Self.describe(report.probabilities))
        self.findings = findings
        impression = report.impression.isEmpty ? [] : [report.impression.joined(separator: " ")]
    }

    /// Every finding with its probability, likeliest first, so that what is absent is not left ambiguous: Basic Text
    /// SR has no numeric items.
    private static func describe(_ probabilities: [FindingProbability]) -> String {
        let sorted = probabilities.sorted { $0.probability > $1.probability }
        let texts = sorted.map { finding in
            "\(finding.label.replacing("_", with: " ").lowercased()) \(percent(finding.probability))"
        }
        return "Probabilities given by the model: " + texts.joined(separator: ", ") + "."
    }

    private static func percent(_ probability: Double) -> String { "\(Int((probability * 100).rounded())) %" }
}
