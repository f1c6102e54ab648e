import Foundation
import Hummingbird
import Review
import WebServing
import WorkList
import WorkListDatabase

/// Actions of a reviewer on a study. All calls block.
struct ReviewService {
    private let parts: PageParts
    private let asked: PageRequest
    private let reader: User
    private let desk: ReviewDesk
    /// Id of the work item, which identifies the study.
    private let study: String

    init(_ parts: PageParts, _ asked: PageRequest) throws {
        self.parts = parts
        self.asked = asked
        guard let reader = asked.signedIn else { throw WebError.signedOut }
        guard let item = try parts.workList.workItem(ofStudy: asked.text("study")) else {
            throw WebError.notStored("the study")
        }
        self.reader = reader
        study = "\(item)"
        desk = ReviewDesk(parts.workList, as: reader.login, claimMinutes: parts.review.claimMinutes)
    }

    /// Opens the study, or extends the claim.
    func open() throws -> Response {
        try answering { .json(StudyView.Claim(try desk.open(study), of: reader)) }
    }

    func release() throws -> Response {
        try answering {
            try desk.release(study)
            return Response(status: .noContent)
        }
    }

    private struct Note: Decodable {
        let revision: Int
        let findings: String
        let impression: String
        /// Version of the text that it replaces; nil if the page knows none.
        let replaces: Int64?
    }

    func keepNote() throws -> Response {
        let note: Note = try asked.json()
        return try answering {
            let saved = try desk.save(
                findings: note.findings, impression: note.impression, revision: note.revision,
                replacing: note.replaces, of: study)
            return .json(StudyView.Note(saved))
        }
    }

    private struct Discarded: Decodable {
        let replaces: Int64?
    }

    func discardNote() throws -> Response {
        let known: Discarded = try asked.json()
        return try answering {
            try desk.discardNote(of: study, known: known.replaces)
            return Response(status: .noContent)
        }
    }

    private struct Impression: Decodable {
        let revision: Int
        let assessment: FirstImpression.Assessment
        let text: String?
    }

    /// Records the first impression of a study whose draft is withheld.
    func recordImpression() throws -> Response {
        let impression: Impression = try asked.json()
        return try answering {
            .json(
                try desk.recordFirstImpression(
                    impression.assessment, text: impression.text ?? "", revision: impression.revision, of: study,
                    under: parts.review.blind))
        }
    }

    private struct Signed: Encodable {
        let review: Int64
        let undoUntil: Date?
        /// Seconds from the signature to `undoUntil`, because clocks of browsers differ.
        let undoSeconds: Double?
    }

    func sign() throws -> Response {
        _ = try asked.signer()
        let request: SigningRequest = try asked.json()
        let decision = try request.decision()
        let page = PageReading(
            try request.attention(), undoSeconds: parts.review.undoSeconds, blind: parts.review.blind,
            knownNote: request.replaces)
        return try answering {
            let review = try desk.sign(decision, of: study, havingRead: request.revision, on: page)
            return .json(
                Signed(
                    review: review.id, undoUntil: review.undoUntil,
                    undoSeconds: review.undoUntil?.timeIntervalSince(review.signedAt)))
        }
    }

    func withdraw() throws -> Response {
        try answering {
            guard let claim = try desk.withdraw(study) else { return Response(status: .noContent) }
            return .json(StudyView.Claim(claim, of: reader))
        }
    }

    private func answering(_ body: () throws -> Response) throws -> Response {
        do {
            return try body()
        } catch let refusal as ReviewError {
            throw ReviewRefusal(refusal)
        }
    }
}
