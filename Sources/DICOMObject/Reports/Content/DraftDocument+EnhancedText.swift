import DICOMCore

extension DraftDocument {
    /// TID 2000 with the findings that are present as codes, each with its probability (TID 2002, TID 2001).
    ///
    /// In this template a coded finding is present; "possible" and "absent" cannot be expressed. The other findings appear only in the
    /// text, with their probability and threshold.
    func enhancedText(_ images: [ReportSource.Image]) -> ContentItem {
        let present = assessments.filter(\.isPresent).sorted { $0.probability > $1.probability }
        let coded = present.compactMap { finding in
            FindingCode.concept(of: finding).map { code in
                ContentItem(
                    .contains, .finding, .code(code),
                    [ContentItem(.inferredFrom, .certaintyOfFinding, .number(finding.percent, .percent))])
            }
        }
        return diagnosticImagingReport(images, codedFindings: coded)
    }
}
