import ArgumentParser
import FindingLabels
import Foundation

struct Label: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Labels reports with the 14 findings and the words that state them.",
        discussion: """
            Reads one report per line: {"id": "s1", "text": "No pleural effusion."}. The labels come from rules \
            and have not been compared with a radiologist's. They know English only: a text in another language is \
            not labelled and is reported as not read.

            Example: thorax-model label < reports.jsonl
            """)

    @Flag(help: "Print one JSON object per line instead of text.")
    var json = false

    @Argument(help: "A file of JSON lines; the default is standard input.", completion: .file())
    var reports: String?

    func run() throws {
        try Failure.reported {
            var lines =
                try reports.map(JSONLines<ReportLine>.init(path:))
                ?? JSONLines(handle: .standardInput, path: "standard input")
            let labeler = FindingLabeler()
            var unread = 0
            while let report = try lines.next()?.record {
                let labelled = labeler.reads(report.text) ? labeler.label(report.text) : nil
                if labelled == nil { unread += 1 }
                if json {
                    try Output.print(line: Line(id: report.id, report: labelled))
                } else if let labelled {
                    show(labelled, of: report.id)
                } else {
                    print("\(report.id)\n  not read: the text is not in English, the only language that is labelled")
                }
            }
            guard unread > 0 else { return }
            let warning =
                "warning: \(unread) \(unread == 1 ? "report is" : "reports are") not in English and not labelled\n"
            FileHandle.standardError.write(Data(warning.utf8))
        }
    }

    private func show(_ report: LabelledReport, of id: String) {
        print(id)
        for finding in Finding.allCases where report[finding] != .unmentioned {
            row(finding.rawValue, report[finding].rawValue, report.evidence.filter { $0.finding == finding })
        }
        let others = report.evidence.filter { $0.finding == nil && $0.status != .negative }
        if !others.isEmpty { row("other", "", others) }
    }

    /// Formats a row such as "  Edema        negative   edema (no)".
    private func row(_ name: String, _ status: String, _ evidence: [FindingEvidence]) {
        let words = evidence.map { mention in
            mention.words.replacing("\n", with: " ") + (mention.trigger.map { " (\($0))" } ?? "")
        }
        let columns =
            "  \(name.padding(toLength: 28, withPad: " ", startingAt: 0))"
            + status.padding(toLength: 11, withPad: " ", startingAt: 0)
        print((columns + words.joined(separator: ", ")).trimmingSuffix { $0 == " " })
    }

    /// The JSON object that `--json` prints for a report.
    private struct Line: Encodable {
        struct Evidence: Encodable {
            let finding: String
            let status: String
            let sentence: Int
            let start: Int
            let end: Int
            let words: String
            let trigger: String?
        }

        let id: String
        /// False for a text in a language that is not labelled; it has no findings then, not even "No Finding".
        let isRead: Bool
        let findings: [String: String]
        let evidence: [Evidence]

        init(id: String, report: LabelledReport?) {
            self.id = id
            isRead = report != nil
            findings = Dictionary(
                uniqueKeysWithValues: report.map { report in
                    Finding.allCases.map { ($0.rawValue, report[$0].rawValue) }
                } ?? [])
            evidence = (report?.evidence ?? []).map {
                Evidence(
                    finding: $0.finding?.rawValue ?? "other", status: $0.status.rawValue, sentence: $0.sentence,
                    start: $0.range.lowerBound, end: $0.range.upperBound, words: $0.words, trigger: $0.trigger)
            }
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> Substring {
        guard let last = lastIndex(where: { !isDropped($0) }) else { return "" }
        return self[...last]
    }
}
