import DICOMCore

extension DraftDocument {
    /// TID 2000 with what the model calls likely as codes, each with its probability (TID 2002, TID 2001).
    ///
    /// A coded finding of this template is a finding: it has no place to say "absent". What is not called likely stands
    /// in the text alone, with its probability and threshold.
    func enhancedText(_ images: [ReportSource.Image]) -> ContentItem {
        let likely = assessments.filter(\.isLikely).sorted { $0.probability > $1.probability }
        let coded = likely.compactMap { finding in
            FindingCode.concept(of: finding).map { code in
                ContentItem(
                    .contains, .finding, .code(code),
                    [ContentItem(.inferredFrom, .certaintyOfFinding, .number(finding.percent, .percent))])
            }
        }
        return diagnosticImagingReport(images, codedFindings: coded)
    }
}
