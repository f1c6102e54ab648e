import Foundation
import Review
import WebServing

/// The body of a request to sign.
struct SigningRequest: Decodable {
    enum Verdict: String, Decodable {
        case accept, edit, reject, addendum
    }

    struct Text: Decodable {
        let findings: [String]
        let impression: [String]
    }

    struct Seen: Decodable {
        let instance: String
        let frame: Int?
        let at: String
    }

    let verdict: Verdict
    /// Revision of the draft that the reviewer read.
    let revision: Int
    let text: Text?
    let reason: RejectionReason?
    let comment: String?
    let seen: [Seen]?
    /// Films that the page could not show and that the reviewer read elsewhere.
    let readElsewhere: [Seen]?
    let textSeenAt: String?
    let decided: [ReviewAttention.Decision]?
    /// Version of the reviewer's unsigned text that the page knows; nil if it knows none.
    let replaces: Int64?

    /// Maximum length of a comment in characters.
    static let commentLimit = 1024

    /// Returns the decision.
    ///
    /// - Throws: `WebError.body` if a member that the verdict needs is missing.
    func decision() throws(WebError) -> ReviewDecision {
        switch verdict {
        case .accept: return .accept
        case .edit: return .edit(try signedText())
        case .addendum: return .addend(try signedText())
        case .reject:
            guard let reason else { throw .body("has no member reason, which a rejection needs") }
            let comment = comment.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
            guard comment?.count ?? 0 <= Self.commentLimit else {
                throw .body("has a comment of more than \(Self.commentLimit) characters")
            }
            return .reject(reason, comment: comment)
        }
    }

    /// Returns what the reviewer looked at and decided.
    func attention() throws(WebError) -> ReviewAttention {
        return ReviewAttention(
            seen: try Self.films(seen), readElsewhere: try Self.films(readElsewhere),
            textSeenAt: try textSeenAt.map { text throws(WebError) in try Self.time(text) },
            decided: decided ?? [])
    }

    private static func films(_ list: [Seen]?) throws(WebError) -> [ReviewAttention.SeenFilm] {
        var films: [ReviewAttention.SeenFilm] = []
        for film in list ?? [] {
            films.append(.init(instance: film.instance, frame: film.frame ?? 1, at: try time(film.at)))
        }
        return films
    }

    private func signedText() throws(WebError) -> SignedText {
        guard let text else { throw .body("has no member text, which this verdict needs") }
        return SignedText(
            findings: text.findings.flatMap(ReviewText.paragraphs),
            impression: text.impression.flatMap(ReviewText.paragraphs))
    }

    /// Parses a time of ISO 8601, with or without fractions of a second.
    private static func time(_ text: String) throws(WebError) -> Date {
        let plain = Date.ISO8601FormatStyle()
        let precise = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = (try? precise.parse(text)) ?? (try? plain.parse(text)) else {
            throw .body("has a time that is not in the form of ISO 8601")
        }
        return date
    }
}
