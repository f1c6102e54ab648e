package import FoundationEssentials
package import GRDB
import WorkListDatabase

/// A reviewer's decision on a draft, or an addendum to a signed report.
package enum ReviewVerdict: String, CaseIterable, Sendable, Codable {
    case accepted
    case edited
    case rejected
    /// An addendum to a signed report.
    case addended
}

/// Reason for rejecting a draft (PS3.16 CID 7010): DCM codes 113001, 113037 and 113038.
package enum RejectionReason: String, CaseIterable, Sendable, Codable {
    case quality
    case patientSafety = "patient-safety"
    case wrongWorklistEntry = "wrong-worklist-entry"
}

/// The text of a signed report in paragraphs; for an addendum, only the added text.
package struct SignedText: Sendable, Equatable, Codable {
    package var findings: [String]
    package var impression: [String]

    package init(findings: [String], impression: [String]) {
        self.findings = findings
        self.impression = impression
    }

    /// Maximum length of a report in characters: comparing a longer text with the draft would block the work list for
    /// too long.
    package static let characterLimit = 20_000

    package var characterCount: Int { (findings + impression).reduce(0) { $0 + $1.count } }

    /// - Throws: `ReviewError.malformed` if no report can have this text: it is too long or has control characters.
    func check() throws(ReviewError) {
        let paragraphs = findings + impression
        guard paragraphs.reduce(0, { $0 + $1.unicodeScalars.count }) <= ReviewText.lengthLimit else {
            throw .malformed(line: nil, problem: "the text is longer than \(ReviewText.lengthLimit) characters")
        }
        let isControl = { (scalar: Unicode.Scalar) in
            scalar.properties.generalCategory == .control && scalar != "\t" && scalar != "\n"
        }
        guard !paragraphs.contains(where: { $0.unicodeScalars.contains(where: isControl) }) else {
            throw .malformed(line: nil, problem: "a report cannot contain control characters")
        }
    }

    /// Whether the text contains only white space.
    package var isEmpty: Bool { (findings + impression).allSatisfy { $0.allSatisfy(\.isWhitespace) } }
}

/// A verdict on a draft. It is effective immediately and never changed; its documents are written later.
package struct ReviewRecord: Sendable, Equatable {
    package let id: Int64
    package let workItemRow: Int64
    package let draftRow: Int64
    /// Revision of the draft.
    package let revision: Int
    package let verdict: ReviewVerdict
    package let reviewer: Reviewer
    /// Signed text; nil for a rejection.
    package let text: SignedText?
    /// Reason, for rejections only.
    package let reason: RejectionReason?
    package let comment: String?
    /// Time when the reviewer opened the study; equals `signedAt` when it was never open.
    package let openedAt: Date
    package let signedAt: Date
    /// Number of words changed between draft and signed text; nil when there was no draft to change.
    package let editDistance: Int?
    package let documentState: DocumentState
    /// Attempts to write its documents, including the running one.
    package let attempt: Int
    /// Earliest time of the next attempt.
    package let notBefore: Date
    /// Process id of the reporter that is writing the documents.
    package let claimant: Int32?
    /// Why the documents could not be written.
    package let documentReason: String?
    /// The time until which the verdict can be withdrawn; nil when it is final.
    package let undoUntil: Date?
    /// Number of films that the reviewer read elsewhere, because the page could not show them; nil if the stored attention
    /// cannot be decoded, which does not prevent reading the verdict.
    package let filmsReadElsewhere: Int?

    /// Seconds from opening to signing; nil when the study was never open.
    package var secondsOpen: Double? {
        let seconds = signedAt.timeIntervalSince(openedAt)
        return seconds > 0 ? seconds : nil
    }
}

extension ReviewRecord: FetchableRecord {
    private enum Columns: String, ColumnExpression {
        case id, workItemRow, draftRow, revision, verdict, login, name, organization, text, reason, comment, openedAt,
            signedAt, editDistance, documentState, attempt, notBefore, claimant, documentReason, undoUntil, attention
    }

    package init(row: Row) throws {
        guard let verdict = ReviewVerdict(rawValue: row[Columns.verdict]),
            let documentState = DocumentState(rawValue: row[Columns.documentState])
        else { throw WorkListError.unexpected("unknown verdict") }
        id = row[Columns.id]
        workItemRow = row[Columns.workItemRow]
        draftRow = row[Columns.draftRow]
        revision = row[Columns.revision]
        self.verdict = verdict
        reviewer = Reviewer(
            login: row[Columns.login], name: row[Columns.name], organization: row[Columns.organization],
            code: row.codedConcept)
        text = try (row[Columns.text] as String?).map {
            try JSONDecoder().decode(SignedText.self, from: Data($0.utf8))
        }
        reason = (row[Columns.reason] as String?).flatMap(RejectionReason.init)
        comment = row[Columns.comment]
        openedAt = Date(milliseconds: row[Columns.openedAt])
        signedAt = Date(milliseconds: row[Columns.signedAt])
        editDistance = row[Columns.editDistance]
        self.documentState = documentState
        attempt = row[Columns.attempt]
        notBefore = Date(milliseconds: row[Columns.notBefore])
        claimant = row[Columns.claimant]
        documentReason = row[Columns.documentReason]
        undoUntil = (row[Columns.undoUntil] as Int64?).map(Date.init(milliseconds:))
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        if let attention = row[Columns.attention] as String? {
            let read = try? decoder.decode(ReviewAttention.self, from: Data(attention.utf8))
            filmsReadElsewhere = read?.readElsewhere.count
        } else {
            filmsReadElsewhere = 0
        }
    }
}
