import DICOMObject
import FindingLabels
import ReportGeneration

/// The paragraphs of a draft's SR document: the model's text, its probabilities, images that it did not read, how the
/// others were displayed to it, and the results of its own checks. If the model abstained, they say so and why.
struct DraftContent {
    let findings: [String]
    /// One paragraph for each image: the display transformation and what was passed over.
    let remarks: [String]
    let impression: [String]
    /// The probabilities in words; nil if the model abstained.
    let assessmentText: String?

    /// - Parameters:
    ///   - display: how each image that the model read was displayed to it.
    ///   - imagesEligible: number of eligible images of the study.
    init(_ report: DraftReport, display: [DisplayTransformation], imagesEligible: Int) {
        var paragraphs: [String] = []
        if let reason = report.abstention {
            paragraphs.append("\(Self.abstention): \(reason). The study must be read without one.")
        } else if !report.findings.isEmpty {
            paragraphs.append(report.findings.joined(separator: " "))
        }
        if display.count < imagesEligible {
            paragraphs.append(
                "\(Self.omission) \(display.count) of \(imagesEligible) eligible images; the others were not read.")
        }
        paragraphs += report.noticeTexts.map { "\(Self.check): \($0)" }
        if report.abstained {
            impression = ["\(Self.abstention)."]
            assessmentText = nil
        } else {
            assessmentText = report.probabilities.isEmpty ? nil : Self.describe(report.probabilities)
            impression = report.impression.isEmpty ? [] : [report.impression.joined(separator: " ")]
        }
        findings = paragraphs
        remarks = display.enumerated().map { index, display in
            (["\(Self.display)\(index + 1): \(display.applied)."] + display.notices).joined(separator: " ")
        }
    }

    /// Lists every finding with its probability and threshold, most likely first, so that an absent finding is not
    /// ambiguous: Basic Text SR has no numeric items, and a coded finding says nothing about the others.
    private static func describe(_ probabilities: [FindingProbability]) -> String {
        let sorted = probabilities.sorted { $0.probability > $1.probability }
        func list(_ degrees: FindingDegree...) -> String {
            let texts = sorted.filter { degrees.contains($0.degree) }.map(\.words)
            return texts.isEmpty ? "none" : texts.joined(separator: "; ")
        }
        guard sorted.contains(where: { $0.presentThreshold != nil }) else {
            return "\(Self.probabilities), not calibrated. "
                + "Called likely: \(list(.present, .possible)). Not called likely: \(list(.absent))."
        }
        return "\(Self.probabilities), calibrated on films of its data set. "
            + "Present: \(list(.present)). Possible: \(list(.possible)). Absent: \(list(.absent))."
    }

    // The first words of the paragraphs that are about the draft rather than part of it.
    private static let abstention = "No draft is offered"
    private static let omission = "Drafted from"
    private static let display = "Display of image "
    private static let check = "The model's own check"
    private static let probabilities = "Probabilities given by the model"

    /// Removes the paragraphs about the draft from a report that a person made from the draft's documents: they are not
    /// part of what was signed.
    static func withoutMachineNotices(_ paragraphs: [String]) -> [String] {
        paragraphs.map { $0.replacing(DraftDocument.notice, with: "").drop(while: \.isWhitespace) }.filter { text in
            let isOmission = text.hasPrefix(omission) && text.contains("eligible images; the others were not read")
            return !text.isEmpty && !isOmission
                && ![abstention, check, display, probabilities].contains(where: text.hasPrefix)
        }.map(String.init)
    }
}
