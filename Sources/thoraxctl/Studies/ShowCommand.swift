import Administration
import ArgumentParser
import FindingLabels
import Foundation
import ReportGeneration
import Review
import WorkList

/// `thoraxctl show` prints everything about one study.
struct ShowCommand: AnsweringCommand {
    typealias Answer = ShownStudy

    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract:
            "Show a study: history, images, draft with its probabilities, findings, documents, reviews, deliveries, acts.",
        discussion: "Example: thoraxctl show A123"
    )

    @OptionGroup var options: StateOptions
    @OptionGroup var patients: PatientOptions
    @Argument(help: StudyArgument.help)
    var study: StudyArgument

    func run() throws {
        let workList = try options.workList(of: options.configurationInUse())
        let detail = try workList.study(
            ofItem: study.workItem(in: workList), showsPatient: patients.showPatient)
        if options.json { return try printJSON(ShownStudy(detail)) }
        StudyPage(detail).lines.forEach { print($0) }
    }
}

/// A study as `thoraxctl show --json` prints it.
struct ShownStudy: Codable {
    struct Draft: Codable {
        let revision: Int
        let createdAt: Date
        let model: String
        let modelVersion: String
        let weightsSHA256: String
        let stageSeconds: [String: Double]
        /// Why the draft is not offered; nil if it is.
        let abstention: String?
        let sentences: [DraftText.Sentence]
        let findings: [Finding]
        let notices: [ShownNotice]
        let display: [DraftText.Display]
        let documents: [StudyDetail.Document]
    }

    struct Finding: Codable {
        let label: String
        let probability: Double
        /// The probability from which the model calls the finding at least possible.
        let threshold: Double
        let isLikely: Bool
        /// `present`, `possible` or `absent`.
        let degree: String
        /// What the probability is compared with, in words.
        let rule: String
    }

    let study: WorkListEntry
    let received: [StudyDetail.Instance]
    let history: [StudyDetail.Step]
    /// Latest first.
    let drafts: [Draft]
    /// In the order they were signed.
    let reviews: [SignedVerdict]
    let deliveries: [StudyDetail.Delivery]
    let acts: [StudyDetail.Deed]

    init(_ detail: StudyDetail) throws {
        study = detail.entry
        received = detail.received
        history = detail.history
        drafts = detail.drafts.map(Draft.init)
        reviews = detail.reviews.map(SignedVerdict.init)
        deliveries = detail.deliveries
        acts = detail.deeds
    }
}

extension ShownStudy.Draft {
    /// If this version cannot read the draft, a notice says so, and the draft has at most its sentences.
    init(_ draft: StudyDetail.Draft) {
        let report = try? JSONDecoder().decode(DraftReport.self, from: Data(draft.report.utf8))
        let text = try? DraftText(report: draft.report)
        revision = draft.revision
        createdAt = draft.createdAt
        model = draft.modelName
        modelVersion = draft.modelVersion
        weightsSHA256 = draft.weightsSHA256
        stageSeconds = draft.stageSeconds
        abstention = text?.abstention
        sentences = text?.sentences ?? []
        findings = (report?.probabilities ?? []).map {
            .init(
                label: $0.label, probability: $0.probability, threshold: $0.threshold, isLikely: $0.isLikely,
                degree: $0.degree.rawValue, rule: $0.rule(DraftPage.share))
        }
        let texts = report?.noticeTexts ?? []
        notices =
            (text?.notices ?? []).enumerated().map { index, notice in
                ShownNotice(notice, text: texts.indices.contains(index) ? texts[index] : nil)
            } + (report == nil ? [.unreadable] : [])
        display = text?.display ?? []
        documents = draft.documents
    }
}
