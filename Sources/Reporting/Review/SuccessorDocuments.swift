import DICOMCore
import DICOMObject
import Decoding
import OperatorErrors
import ReportGeneration
import Review
import WorkList
import WorkListDatabase

/// Writes the documents of a verdict: a signed report, an addendum or a rejection note.
struct SuccessorDocuments {
    let workList: WorkListStore
    let writer: DocumentWriter
    let decoders: Decoders
    let aeTitle: String

    /// Writes the documents; no row names them yet. A rejection has one only if a route requests rejection notes.
    ///
    /// - Throws: errors from reading the draft and from writing the Basic Text SR or the note; no file is left behind.
    func write(_ claim: ReviewDocumentsClaim) throws -> DocumentWriter.Written {
        let review = claim.review
        let (images, films) = try read(claim)
        let signature = ReportSignature(review)
        guard let model = try workList.model(ofDraft: review.draftRow) else {
            throw WorkItemError.claimLost(workItem: review.workItemRow)
        }
        let device = ReportingDevice(aeTitle: aeTitle, model: model)
        let number = try workList.reviews(of: review.workItemRow).filter { $0.id <= review.id }.count
        guard let act = SignedDocument.Act(review.verdict), let text = review.text else {
            let note = RejectionNote(
                reason: RejectionNote.Reason(review.reason), comment: review.comment, signature: signature,
                number: number, device: device)
            return try writer.write([.rejectionNote], always: nil) { _, path in
                try note.write(to: path, images: images, rejecting: claim.draftDocuments)
                return []
            }
        }
        let report = SignedDocument(
            act: act, findings: text.findings, impression: text.impression,
            language: Self.language(of: text.findings + text.impression), signature: signature, number: number,
            device: device)
        return try writer.write(ReportForm.ofSignedReports, always: .basicTextSR) { form, path in
            guard let predecessor = claim.predecessors[form] ?? claim.predecessors[.basicTextSR] else {
                throw ReportingError.noPredecessor
            }
            return try report.write(form, to: path, images: images, films: films, predecessor: predecessor)
                .scriptsWithoutFont
        }
    }

    /// The language of the signed text; English, the language of drafts, where nothing in it tells.
    private static func language(of paragraphs: [String]) -> CodedConcept {
        LanguageOfText(of: paragraphs.joined(separator: "\n")).map {
            CodedConcept(value: $0.code, scheme: "RFC5646", meaning: $0.name)
        } ?? .english
    }

    /// The files of the images that the draft's Basic Text SR names as evidence. This excludes images that arrived
    /// later or could not be read. If a route requests a drawn form, also what it shows of them.
    private func read(_ claim: ReviewDocumentsClaim) throws -> (images: [String], films: DisplayedFilms) {
        let uids = claim.draftDocuments.filter { $0.sopClassUID == ReportForm.basicTextSR.sopClassUID.description }
            .map(\.sopInstanceUID)
        guard let uid = uids.first, let draft = try workList.storedInstance(uid) else {
            throw ReportingError.noReadableImage(count: claim.images.count, first: nil)
        }
        return try decoders.decoding { decoder in
            let evidence = Set(try decoder.report(of: draft.path).evidence)
            let images = claim.images.filter { evidence.contains($0.instance.sopInstanceUID) }.map(\.instance.path)
            guard !images.isEmpty else { throw ReportingError.noReadableImage(count: claim.images.count, first: nil) }
            let isDrawn = writer.routes.contains { $0.forms.contains(where: \.isDrawn) }
            guard isDrawn, claim.review.verdict != .rejected else { return (images, [:]) }
            var films: DisplayedFilms = [:]
            for image in images {
                do {
                    films[image] = .success(try decoder.picture(of: image))
                } catch let error as DICOMObjectError where error.isPermanent {
                    films[image] = .failure(error)
                }
            }
            return (images, films)
        }
    }
}

extension ReportSignature {
    /// Who signed a verdict, and when.
    init(_ review: ReviewRecord) {
        let moment = LocalMoment(review.signedAt)
        self.init(
            name: review.reviewer.name, organization: review.reviewer.organization,
            identification: review.reviewer.code, date: moment.date, time: moment.timeWithMilliseconds,
            offset: moment.offset)
    }
}

extension SignedDocument.Act {
    /// Returns nil for a rejection, which signs nothing.
    init?(_ verdict: ReviewVerdict) {
        switch verdict {
        case .accepted: self = .accepted
        case .edited: self = .edited
        case .addended: self = .addendum
        case .rejected: return nil
        }
    }
}

extension RejectionNote.Reason {
    init(_ reason: RejectionReason?) {
        switch reason {
        case .quality, nil: self = .quality
        case .patientSafety: self = .patientSafety
        case .wrongWorklistEntry: self = .wrongWorklistEntry
        }
    }
}
