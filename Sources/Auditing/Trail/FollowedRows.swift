import FoundationEssentials
import GRDB
import WorkListDatabase

/// Objects of one SOP class of one study, in the rows that the audit trail follows.
struct FollowedObjects {
    let study: AuditedStudy
    let sopClassUID: String
    let number: Int
    let at: Date

    private enum Columns: String, ColumnExpression {
        case sopClassUID, number, at
    }

    init(row: Row) {
        study = AuditedStudy(row: row)
        sopClassUID = row[Columns.sopClassUID]
        number = row[Columns.number]
        at = Date(milliseconds: row[Columns.at])
    }
}

/// A row about such objects.
protocol FollowedRow: FetchableRecord {
    var objects: FollowedObjects { get }
}

extension Collection where Element: FollowedRow {
    /// The number of objects by SOP class.
    var counts: [String: Int] {
        reduce(into: [:]) { $0[$1.objects.sopClassUID, default: 0] += $1.objects.number }
    }

    /// The time of the latest row.
    var latest: Date { map(\.objects.at).max() ?? Date(milliseconds: 0) }

    /// Groups rows with equal keys, in order of first occurrence.
    func grouped(by key: (Element) -> [String?]) -> [[Element]] {
        var groups: [[Element]] = []
        var places: [[String?]: Int] = [:]
        for row in self {
            let value = key(row)
            if let place = places[value] {
                groups[place].append(row)
            } else {
                places[value] = groups.count
                groups.append([row])
            }
        }
        return groups
    }
}

/// Objects that were stored, or written here.
struct FollowedInstances: FollowedRow {
    let objects: FollowedObjects
    let origin: String
    let callingAETitle: String?

    private enum Columns: String, ColumnExpression {
        case origin, callingAETitle
    }

    init(row: Row) {
        objects = FollowedObjects(row: row)
        origin = row[Columns.origin]
        callingAETitle = row[Columns.callingAETitle]
    }
}

/// Objects whose delivery has ended.
struct FollowedDeliveries: FollowedRow {
    let objects: FollowedObjects
    let destination: String
    /// Why the delivery failed; nil if it did not.
    let failure: String?
    let began: Date?

    private enum Columns: String, ColumnExpression {
        case destination, failure, began
    }

    init(row: Row) {
        objects = FollowedObjects(row: row)
        destination = row[Columns.destination]
        failure = row[Columns.failure]
        began = (row[Columns.began] as Int64?).map(Date.init(milliseconds:))
    }
}

/// An object that was put into quarantine.
struct FollowedQuarantine: FollowedRow {
    let objects: FollowedObjects
    let callingAETitle: String?
    let reason: String?

    private enum Columns: String, ColumnExpression {
        case callingAETitle, reason
    }

    init(row: Row) {
        objects = FollowedObjects(row: row)
        callingAETitle = row[Columns.callingAETitle]
        reason = row[Columns.reason]
    }
}

/// The columns of an act that can be read although its kind or its detail cannot.
struct UnreadableAct: FetchableRecord, Decodable {
    let id: Int64
    let kind: String
    let actor: String
    let at: Date
    let studyInstanceUID: String?

    static func databaseDateDecodingStrategy(for column: String) -> DatabaseDateDecodingStrategy {
        .millisecondsSince1970
    }
}
