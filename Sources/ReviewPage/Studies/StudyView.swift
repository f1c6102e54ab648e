import Administration
import FindingLabels
import Foundation
import Review
import WorkList

/// One study as the page shows it.
struct StudyView: Encodable {
    let study: String
    let accession: String?
    let patient: ReadingListEntry.Patient
    let studyDate: String?
    let studyTime: String?
    let description: String?
    let sender: String?
    let state: WorkItemState
    let priority: Int
    let revision: Int
    /// Reason why the study failed, is ineligible, or was rejected.
    let reason: String?
    let model: Model?
    let images: [Film]
    let draft: Draft?
    /// Whether the draft is withheld until the reader has recorded a first impression.
    let isWithheld: Bool
    /// The reader's first impression of this revision.
    let firstImpression: FirstImpression?
    /// Whether the attention of the draft is stored.
    let hasAttention: Bool
    /// Reason why the model offers no draft; nil if it offers one.
    let abstention: String?
    /// The signed text, or else the text of the draft.
    let text: SignedText?
    let findings: [Finding]
    let notices: [Notice]
    let display: [DraftText.Display]
    /// Limits of the model that wrote the draft.
    let limits: [String]
    let claim: Claim?
    let note: Note?
    let reviews: [SignedReview]
    let priors: [PriorStudy]
    /// Whether the reader can open the study for review.
    let mayOpen: Bool

    struct Model: Encodable {
        let name: String
        let version: String
    }

    struct Draft: Encodable {
        let findings: [Sentence]
        let impression: [Sentence]
    }

    struct Sentence: Encodable {
        let text: String
        let findings: [String]
        let estimates: [DraftText.Estimate]
        let word: String?
        let doubt: DraftText.Doubt?
    }

    struct Finding: Encodable {
        let label: String
        let probability: Double
        let threshold: Double
        let presentThreshold: Double?
        let degree: FindingDegree
        let mentioned: DraftText.Mention
        /// Whether a signature needs a decision on it, because no sentence mentions it.
        let isOmitted: Bool

        init(_ estimate: DraftText.Estimate, _ mentioned: DraftText.Mention, isOmitted: Bool) {
            (label, probability) = (estimate.label, estimate.probability)
            (threshold, presentThreshold) = (estimate.threshold, estimate.presentThreshold)
            (degree, self.mentioned, self.isOmitted) = (estimate.degree, mentioned, isOmitted)
        }
    }

    struct Notice: Encodable {
        let kind: String
        let section: DraftText.Section?
        /// Index of the sentence in its section, from 0; nil for a notice about the whole draft.
        let sentence: Int?
        let words: [String]?
        /// Label of the finding that the notice is about.
        let finding: String?
    }

    struct Person: Encodable {
        let login: String
        let name: String
    }

    init(_ reading: StudyReading, for reader: User, at now: Date = Date()) {
        let (entry, reviewable) = (reading.entry, reading.study)
        study = entry.study
        accession = entry.accession
        patient = entry.patient
        (studyDate, studyTime, description) = (entry.studyDate, entry.studyTime, entry.description)
        (sender, state, priority, revision) = (entry.sender, entry.state, entry.priority, entry.revision)
        reason = entry.reason
        model = reading.model.map { Model(name: $0.name, version: $0.version) }
        images = reading.images
        let offered = reviewable.draft.flatMap { $0.abstention == nil ? $0 : nil }
        draft = offered.map(Draft.init)
        isWithheld = entry.isWithheld
        firstImpression = reading.firstImpression
        hasAttention = offered != nil && reading.hasAttention
        abstention = reviewable.draft?.abstention
        let signed = reviewable.reviews.last { $0.verdict == .accepted || $0.verdict == .edited }
        text = signed?.text ?? offered?.unchanged
        let omitted = Set(offered?.unmentionedFindings ?? [])
        findings = (offered?.estimates ?? []).map { estimate in
            Finding(
                estimate, offered?.mention(of: estimate.label) ?? .not, isOmitted: omitted.contains(estimate.label))
        }
        notices = reviewable.draft.map(Notice.all) ?? []
        display = reviewable.draft?.display ?? []
        limits = reviewable.draft?.limits ?? []
        claim = reviewable.claim.map { Claim($0, of: reader) }
        note = reading.note.map(Note.init)
        reviews = reviewable.reviews.map { SignedReview($0, reading.deliveries[$0.id] ?? []) }
        priors = reading.priors
        mayOpen = Self.mayOpen(reviewable, reader, at: now)
    }

    private static func mayOpen(_ study: ReviewableStudy, _ reader: User, at now: Date) -> Bool {
        guard reader.role == .reviewer else { return false }
        switch study.state {
        case .drafted: return true
        case .inReview: return study.claim.map { $0.login == reader.login || $0.expiresAt <= now } ?? true
        default: return false
        }
    }
}

extension StudyView.Draft {
    init(_ draft: DraftText) {
        let doubts = draft.doubts
        func sentences(_ section: DraftText.Section) -> [StudyView.Sentence] {
            zip(draft.sentences, doubts).filter { $0.0.section == section }.map { sentence, doubt in
                StudyView.Sentence(
                    text: sentence.text, findings: sentence.findings, estimates: sentence.estimates,
                    word: sentence.word, doubt: doubt)
            }
        }
        self.init(findings: sentences(.findings), impression: sentences(.impression))
    }
}

extension StudyView.Notice {
    static func all(of draft: DraftText) -> [Self] {
        draft.notices.map { notice in
            let index = notice.sentence.flatMap { draft.sentences.indices.contains($0) ? $0 : nil }
            let section = index.map { draft.sentences[$0].section }
            return Self(
                kind: notice.kind, section: section,
                sentence: index.map { index in draft.sentences[..<index].count { $0.section == section } },
                words: notice.words, finding: notice.opinion?.label)
        }
    }
}
