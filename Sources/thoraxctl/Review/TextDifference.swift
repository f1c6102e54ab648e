import Review
import WorkList
import WorkListDatabase

/// The changes that an edit makes to a draft, sentence by sentence: removed ones with `-`, added ones with `+`.
struct TextDifference {
    let lines: [String]

    init(_ comparison: TextComparison, from draft: DraftText) {
        guard !comparison.isUnchanged else {
            lines = ["no changes"]
            return
        }
        var lines: [String] = []
        for section in DraftText.Section.allCases {
            let sentences = comparison.sentences.filter { $0.section == section }
            guard !sentences.isEmpty else { continue }
            lines.append("\(section.rawValue.uppercased()):")
            for sentence in sentences {
                let before = sentence.draftSentence.map { terminalSafe(draft.sentences[$0].text) } ?? ""
                let after = terminalSafe(sentence.signed ?? "")
                switch sentence.change {
                case .kept: lines.append("  \(after)")
                case .removed: lines.append(TextTable.paint("- \(before)", .red))
                case .added: lines.append(TextTable.paint("+ \(after)", .green))
                case .changed: lines += [TextTable.paint("- \(before)", .red), TextTable.paint("+ \(after)", .green)]
                }
            }
        }
        lines.append("\(comparison.editDistance) words changed")
        self.lines = lines
    }
}
