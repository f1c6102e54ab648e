import FindingLabels
import Foundation
import ReportGeneration

/// What a report states, whatever its wording, as 48 bits of a hash. Two studies with equal content are not negatives of
/// each other: each one's report is true of the other's image.
package struct ReportContent: Hashable, Sendable {
    /// Less than 2^48.
    package let code: UInt64

    package init(code: UInt64) { self.code = code }

    package init(statements: Set<String>) {
        let text = statements.sorted().joined(separator: "\n")
        code = UInt64(ModelBundle.hash(Data(text.utf8)).prefix(12), radix: 16) ?? 0
    }
}

extension TrainingStudy {
    /// The content of the report: the findings of a composed report, the statements of a written one, or the facts that it
    /// states.
    ///
    /// - Parameter possible: positions of the findings that a composed report calls possible in this edition.
    package func content(possible: Set<Int> = []) -> ReportContent {
        switch report {
        case .composed(let findings):
            let sure = findings.filter { !possible.contains($0.index) }.map(\.rawValue)
            let unsure = ChestFinding.allCases.filter { possible.contains($0.index) }.map { "possible \($0.rawValue)" }
            return ReportContent(statements: Set(sure + unsure))
        case .written(let words, _):
            return ReportContent(statements: WrittenStatements.all(words))
        case .stated(let report):
            return ReportContent(statements: Set(report.stated.map(\.key)))
        }
    }
}
