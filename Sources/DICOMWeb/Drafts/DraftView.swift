import FoundationEssentials
import Review
import WorkList

/// A draft with its verdict, as a viewer or a reporting program reads it: the text to show, and what it goes by.
///
/// A text is there only while it may be shown as a report: not of a draft that a reviewer rejected, and not where the model
/// offers none.
struct DraftView: Encodable, Equatable {
    enum Status: String, Encodable {
        /// A draft, not yet signed.
        case preliminary
        /// Signed by a reviewer.
        case final
        case none
    }

    struct Statement: Encodable, Equatable {
        let text: String
        /// Findings in the sentence, according to the model's labeler.
        let findings: [String]
        /// Probabilities of these findings by the finding head, which sees the picture and not the text.
        let estimates: [DraftText.Estimate]
    }

    struct Notice: Encodable, Equatable {
        let kind: String
        let section: DraftText.Section?
        /// Number of the sentence in its section, from 0; none for a notice about the whole draft.
        let sentence: Int?
        /// What the finding head says about it, such as the finding that no sentence mentions.
        let estimate: DraftText.Estimate?
        /// Words of the sentence that it is about.
        let words: [String]?
    }

    struct Signature: Encodable, Equatable {
        let verdict: ReviewVerdict
        let revision: Int
        let name: String
        let signedAt: Date
        let text: SignedText?
    }

    let studyInstanceUID: String
    let accessionNumber: String?
    let state: WorkItemState
    let revision: Int
    let status: Status
    /// Why there is no text.
    let reason: String?
    /// Name and version of the model that wrote the draft.
    let model: String?
    /// The text to show: the signed one, or that of the draft.
    let text: SignedText?
    /// The sentences of the draft by section, while it is preliminary.
    let findings: [Statement]
    let impression: [Statement]
    let notices: [Notice]
    /// All findings that the model looks for with their thresholds, also those that no sentence mentions, while the draft is
    /// preliminary.
    let estimates: [DraftText.Estimate]
    /// Limits of every preliminary draft, then those of the model version that wrote it.
    let limits: [String]
    let display: [DraftText.Display]
    let signed: [Signature]

    private static let limits = [
        "This is a draft by a model. No physician has reviewed it, and it is not for diagnosis.",
        "The model saw the films of this study only: no prior study, no clinical question and no other images.",
        "Probabilities are estimates from the films and not from the text: from threshold on a finding is possible, from "
            + "presentThreshold on present.",
    ]
    /// For drafts of earlier versions, which have no limits of their own.
    private static let scope = "It looks for the findings in estimates and for no others."

    init(_ study: ReviewableStudy) {
        studyInstanceUID = study.studyInstanceUID
        accessionNumber = study.accessionNumber
        (state, revision, model) = (study.state, study.revision, study.model)
        // A signed report stands when a late image or a requeue makes another draft: it is never replaced by an unsigned text.
        // A verdict that can be withdrawn is not shown yet; a rejected draft is not shown any more.
        let reviews = study.reviews.filter { $0.undoUntil == nil }
        let verdict = study.reviews.last {
            $0.verdict == .rejected
                ? $0.revision == study.revision : $0.verdict != .addended && $0.undoUntil == nil
        }
        (status, reason) = Self.status(study, verdict)
        let draft = status == .preliminary ? study.draft : nil
        text = status == .final ? verdict?.text : draft?.unchanged
        let sentences = draft?.sentences ?? []
        func statements(_ section: DraftText.Section) -> [Statement] {
            sentences.filter { $0.section == section }.map {
                Statement(text: $0.text, findings: $0.findings, estimates: $0.estimates)
            }
        }
        (findings, impression) = (statements(.findings), statements(.impression))
        notices = (draft?.notices ?? []).map { notice in
            let index = notice.sentence.flatMap { sentences.indices.contains($0) ? $0 : nil }
            let section = index.map { sentences[$0].section }
            return Notice(
                kind: notice.kind, section: section,
                sentence: index.map { sentences[..<$0].count { $0.section == section } }, estimate: notice.opinion,
                words: notice.words)
        }
        estimates = draft?.probabilities ?? []
        limits = draft.map { Self.limits + ($0.limits.isEmpty ? [Self.scope] : $0.limits) } ?? []
        display = study.draft?.display ?? []
        signed = reviews.map {
            Signature(
                verdict: $0.verdict, revision: $0.revision, name: $0.reviewer.name, signedAt: $0.signedAt,
                text: $0.text)
        }
    }

    private static func status(_ study: ReviewableStudy, _ verdict: ReviewRecord?) -> (Status, String?) {
        switch verdict?.verdict {
        case .accepted, .edited: return (.final, nil)
        case .rejected: return (.none, "a reviewer rejected the draft")
        case .addended, nil: break
        }
        guard let draft = study.draft else { return (.none, "the study is \(study.state.rawValue) and has no draft") }
        if let abstention = draft.abstention { return (.none, "no draft is offered: \(abstention)") }
        return (.preliminary, nil)
    }
}
