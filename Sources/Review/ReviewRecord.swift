package import FoundationEssentials
package import GRDB
import WorkListDatabase

/// What a reviewer decides about a draft, or adds to what was signed.
package enum ReviewVerdict: String, CaseIterable, Sendable, Codable {
    case accepted
    case edited
    case rejected
    /// Something added to a signed report.
    case addended
}

/// Why a draft is rejected (PS3.16 CID 7010): 113001, 113037 and 113038 of DCM.
package enum RejectionReason: String, CaseIterable, Sendable, Codable {
    case quality
    case patientSafety = "patient-safety"
    case wrongWorklistEntry = "wrong-worklist-entry"
}

/// A report as it was signed, in paragraphs; of an addendum, what it adds.
package struct SignedText: Sendable, Equatable, Codable {
    package var findings: [String]
    package var impression: [String]

    package init(findings: [String], impression: [String]) {
        self.findings = findings
        self.impression = impression
    }

    /// Characters of a report at most: comparing a longer text with the draft would hold up the work list.
    package static let characterLimit = 20_000

    package var characterCount: Int { (findings + impression).reduce(0) { $0 + $1.count } }

    /// Whether there is no word in it.
    package var isEmpty: Bool { (findings + impression).allSatisfy { $0.allSatisfy(\.isWhitespace) } }
}

/// A verdict on a draft: decided at once and never changed; its documents follow.
package struct ReviewRecord: Sendable, Equatable {
    package let id: Int64
    package let workItemRow: Int64
    package let draftRow: Int64
    /// Of the draft.
    package let revision: Int
    package let verdict: ReviewVerdict
    package let reviewer: Reviewer
    /// Nil of a rejection.
    package let text: SignedText?
    /// Of a rejection alone.
    package let reason: RejectionReason?
    package let comment: String?
    /// When the reviewer opened the study; the same as `signedAt` where it was never open.
    package let openedAt: Date
    package let signedAt: Date
    /// Words changed on the way from the draft to what was signed; nil where there was no draft to change.
    package let editDistance: Int?
    package let documentState: DocumentState
    /// Attempts at its documents, the running one included.
    package let attempt: Int
    /// Earliest time of the next.
    package let notBefore: Date
    /// Process id of the reporter that writes them.
    package let claimant: Int32?
    /// Why they could not be written.
    package let documentReason: String?

    /// Seconds from opening to signing; nil where it was never open.
    package var secondsOpen: Double? {
        let seconds = signedAt.timeIntervalSince(openedAt)
        return seconds > 0 ? seconds : nil
    }
}

extension ReviewRecord: FetchableRecord {
    private enum Columns: String, ColumnExpression {
        case id, workItemRow, draftRow, revision, verdict, login, name, organization, text, reason, comment, openedAt,
            signedAt, editDistance, documentState, attempt, notBefore, claimant, documentReason
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
    }
}
