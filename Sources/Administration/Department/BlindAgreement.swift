import FindingLabels
import FoundationEssentials
import GRDB
import Review
import WorkListDatabase

extension DepartmentStatistics {
    /// Counts reads of films by whether reader and draft call them normal or abnormal. A finding other than support devices
    /// makes a film abnormal. Readers who agree more often with drafts that they have seen are swayed.
    package struct Reads: Sendable, Encodable, Equatable {
        package enum Kind: String, Sendable, Encodable {
            /// First impressions, recorded before the draft was shown.
            case firstImpressions
            /// Signed reports of reviewers who had recorded a first impression.
            case signedAfterImpression
            /// Signed reports of the other reviewers, who had the draft from the start.
            case signedWithDraft
        }

        package let kind: Kind
        package let draftAbnormalReadAbnormal: Int
        package let draftAbnormalReadNormal: Int
        package let draftNormalReadAbnormal: Int
        package let draftNormalReadNormal: Int

        init(_ kind: Kind, _ pairs: [(draft: Bool, read: Bool)]) {
            self.kind = kind
            draftAbnormalReadAbnormal = pairs.count { $0.draft && $0.read }
            draftAbnormalReadNormal = pairs.count { $0.draft && !$0.read }
            draftNormalReadAbnormal = pairs.count { !$0.draft && $0.read }
            draftNormalReadNormal = pairs.count { !$0.draft && !$0.read }
        }
    }

    /// How often reader and draft agree on a finding: in first impressions that were written out, and in reports signed by
    /// reviewers who had the draft from the start.
    package struct BlindAgreement: Sendable, Encodable, Equatable {
        package let finding: String
        package let impressions: Int
        package let impressionsAgreed: Int
        package let signed: Int
        package let signedAgreed: Int
    }

    /// The findings of a draft and of a reader.
    typealias FindingPair = (draft: FindingSet, read: FindingSet)

    static func blindAgreement(_ impressions: [FindingPair], _ signed: [FindingPair]) -> [BlindAgreement] {
        func agreed(_ pairs: [FindingPair], _ finding: Finding) -> Int {
            pairs.count { $0.draft.contains(finding) == $0.read.contains(finding) }
        }
        return Finding.allCases.filter { $0 != .noFinding }.map { finding in
            BlindAgreement(
                finding: finding.rawValue, impressions: impressions.count,
                impressionsAgreed: agreed(impressions, finding), signed: signed.count,
                signedAgreed: agreed(signed, finding))
        }
    }
}

/// A first impression as the statistics count it.
struct CountedImpression {
    let draft: FindingSet
    let isAbnormal: Bool
    /// The findings that its text states; nil without a text that the labeler reads.
    let stated: FindingSet?

    private enum Columns: String, ColumnExpression {
        case assessment, statedFindings, draftFindings
    }

    /// Leaves out impressions beside a draft that the labeler did not read: what it states is not known.
    static func fetch(_ range: DayRange, in db: Database) throws -> [CountedImpression] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT assessment, statedFindings, draftFindings FROM firstImpression INDEXED BY firstImpressionRecorded
                WHERE recordedAt >= ? AND recordedAt < ? AND draftFindings <> ?
                """,
            arguments: [range.from.milliseconds, range.end.milliseconds, FindingSet.unread.rawValue]
        ).map { row in
            CountedImpression(
                draft: FindingSet(rawValue: row[Columns.draftFindings]),
                isAbnormal: row[Columns.assessment] == FirstImpression.Assessment.abnormal.rawValue,
                stated: (row[Columns.statedFindings] as Int?).map(FindingSet.init))
        }
    }
}
