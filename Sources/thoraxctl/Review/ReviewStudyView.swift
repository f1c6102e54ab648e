import Foundation
import Review
import WorkList

/// A study as the review commands show it.
struct ReviewStudyView: Codable {
    let workItem: Int64
    let studyInstanceUID: String
    let accessionNumber: String?
    let state: WorkItemState
    let revision: Int
    let model: String?
    let sentences: [DraftText.Sentence]
    let notices: [ShownNotice]
    let display: [DraftText.Display]
    /// Limits of the model that wrote the draft, as sentences.
    let limits: [String]
    /// Why no draft is offered.
    let abstention: String?
    let openBy: String?
    let openUntil: Date?
    let signed: [SignedVerdict]
    /// Signed reports that peers sent back and that decided nothing.
    let returned: [ReturnedListing]
    /// The patient and the film; nil unless requested with `--show-patient`.
    let patient: StudyPatient?

    init(_ study: ReviewableStudy, patient: StudyPatient? = nil) {
        workItem = study.workItem
        studyInstanceUID = study.studyInstanceUID
        accessionNumber = study.accessionNumber
        state = study.state
        revision = study.revision
        model = study.model
        sentences = study.draft?.sentences ?? []
        notices = study.draft?.notices.map { ShownNotice($0) } ?? []
        display = study.draft?.display ?? []
        limits = study.draft?.limits ?? []
        abstention = study.draft?.abstention
        openBy = study.claim?.login
        openUntil = study.claim?.expiresAt
        signed = study.reviews.map(SignedVerdict.init)
        returned = study.returned
        self.patient = patient
    }

    /// The study as human-readable lines that are safe for a terminal.
    var lines: [String] {
        var lines = ["study     \(studyInstanceUID)", "id        \(workItem)"]
        if let accessionNumber { lines.append("accession \(terminalSafe(accessionNumber))") }
        if let patient { lines += patient.lines }
        let holder = openBy.map { ", open by \(terminalSafe($0)) until \(openUntil.map(describeTime) ?? "")" } ?? ""
        lines.append("state     \(TextTable.paint(state.rawValue, state.colour)), revision \(revision)\(holder)")
        if let model { lines.append("drafted   by \(terminalSafe(model)); a draft is not a diagnosis") }
        lines += limits.map { "limits    \(terminalSafe($0))" }
        lines += display.lines
        lines += draftLines
        for each in signed { lines += [""] + each.lines }
        for each in returned { lines += [""] + each.lines }
        return lines
    }

    private var draftLines: [String] {
        if let abstention { return ["", TextTable.paint("no draft is offered: \(terminalSafe(abstention))", .yellow)] }
        var lines: [String] = []
        for section in DraftText.Section.allCases {
            let indices = sentences.indices.filter { sentences[$0].section == section }
            guard !indices.isEmpty else { continue }
            lines += ["", "\(section.rawValue.uppercased()):"]
            for index in indices {
                let said = notices.filter { $0.sentence == index }.map(\.words)
                let warning = said.isEmpty ? "" : TextTable.paint("  ! \(said.joined(separator: ", "))", .yellow)
                lines.append("  \(sentences[index].line)\(warning)")
            }
        }
        let general = notices.filter { $0.sentence == nil }.map {
            TextTable.paint("! \($0.words)", .yellow)
        }
        return general.isEmpty ? lines : lines + [""] + general
    }
}

/// A warning about a draft, as `review show` and `show` print it.
struct ShownNotice: Codable {
    let kind: String
    /// The index of the sentence that the notice is about; nil if it is about the whole draft.
    let sentence: Int?
    /// A description of one or two sentences; nil in `review show`.
    let text: String?

    static let unreadable = ShownNotice(
        kind: "otherVersion", text: "The draft was stored by another version and cannot be read by this one.")

    init(_ notice: DraftText.Notice, text: String? = nil) {
        self.init(kind: notice.kind, sentence: notice.sentence, text: text)
    }

    private init(kind: String, sentence: Int? = nil, text: String?) {
        self.kind = kind
        self.sentence = sentence
        self.text = text
    }

    /// The kind as words: `contradictsHead` becomes `contradicts head`.
    var words: String {
        // It is about the wording, not about what is said.
        if kind == "lowConfidence" { return "unusual wording" }
        return terminalSafe(kind.reduce(into: "") { $0 += $1.isUppercase ? " " + $1.lowercased() : String($1) })
    }
}

extension ReturnedListing {
    /// The report as human-readable lines that are safe for a terminal.
    fileprivate var lines: [String] {
        let standing =
            switch state {
            case .pending, .reading: "is not read yet"
            case .waiting: "waits for confirmation"
            case .setAside, .signs, .unrelated, .unreadable: "decides nothing"
            }
        let origin = "signed report \(id) from \(terminalSafe(peer ?? sender)) \(describeTime(receivedAt))"
        var lines = [
            TextTable.paint("\(origin) \(standing)", state == .waiting ? .yellow : nil)
                + (reason.map { ": \(terminalSafe($0))" } ?? "")
        ]
        if let observer { lines.append("signed by \(terminalSafe(observer))") }
        if let text {
            lines += ReviewText.text(of: text).split(whereSeparator: \.isNewline).map {
                "  " + terminalSafe(String($0))
            }
        }
        return lines
    }
}
