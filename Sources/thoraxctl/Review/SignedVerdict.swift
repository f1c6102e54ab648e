import Foundation
import Review

/// A verdict on a draft of a study, as `review show` and `show` print it.
struct SignedVerdict: Codable {
    let verdict: ReviewVerdict
    let revision: Int
    let login: String
    let name: String
    let signedAt: Date
    let text: SignedText?
    let reason: RejectionReason?
    let comment: String?
    let editDistance: Int?
    let secondsOpen: Double?
    let documentState: ReviewRecord.DocumentState
    /// Why the documents could not be written.
    let documentReason: String?

    init(_ review: ReviewRecord) {
        verdict = review.verdict
        revision = review.revision
        login = review.reviewer.login
        name = review.reviewer.name
        signedAt = review.signedAt
        text = review.text
        reason = review.reason
        comment = review.comment
        editDistance = review.editDistance
        secondsOpen = review.secondsOpen
        documentState = review.documentState
        documentReason = review.documentReason
    }

    /// The verdict as human-readable lines that are safe for a terminal.
    var lines: [String] {
        var lines = [
            "\(verdict.rawValue) by \(terminalSafe(name)) (\(terminalSafe(login))) "
                + "\(describeTime(signedAt)), draft \(revision), documents \(documentState.rawValue)"
        ]
        if let reason { lines.append("reason: \(reason.rawValue)") }
        if let comment { lines.append("comment: \(terminalSafe(comment))") }
        if let documentReason { lines.append(TextTable.paint("documents: \(terminalSafe(documentReason))", .red)) }
        if let text, verdict != .accepted {
            lines += ReviewText.text(of: text).split(whereSeparator: \.isNewline).map {
                "  " + terminalSafe(String($0))
            }
        }
        return lines
    }
}
