import Administration
import Delivery
import Foundation
import WorkList
import WorkListDatabase

/// A query on the work list, with different values each time.
struct Question {
    let name: String
    /// Runs the query and returns the number of rows.
    let ask: (WorkListStore) throws -> Int

    static func all(studies: Int) -> [Question] { work + status + lists + reading(studies) + study(of: studies) }

    /// Queries of the daemon's threads.
    private static var work: [Question] {
        [
            Question(name: "settling: studies due") { try $0.studiesToSettle(limit: 100).count },
            Question(name: "claim and release") { workList in
                guard let claim = try workList.claim(by: 1) else { return 0 }
                try workList.end(claim, with: .handedBack, notBefore: claim.workItem.notBefore)
                return 1
            },
            Question(name: "outbox: anything due") { try $0.isOutboxDue(for: "archive") ? 1 : 0 },
            Question(name: "outbox: nothing due") { try $0.isOutboxDue(for: "nobody") ? 1 : 0 },
        ]
    }

    private static var status: [Question] {
        [
            Question(name: "status: studies by state") { try $0.countsByState().count },
            Question(name: "status: oldest waiting") { try $0.oldestWaiting() == nil ? 0 : 1 },
            Question(name: "status: destinations") { try $0.outboxDestinations().count },
            Question(name: "outbox: undelivered") {
                try $0.outboxListing(states: [.queued, .sending, .deferred, .failed], limit: 50).count
            },
            Question(name: "outbox: delivered") { try $0.outboxListing(states: [.delivered], limit: 50).count },
        ]
    }

    private static var lists: [Question] {
        let days = { Int.random(in: 0..<3000) }
        let filters: [(String, (inout WorkListFilter) -> Void)] = [
            ("all", { _ in }),
            ("rare state", { $0.states = [.failed] }),
            ("common state", { $0.states = [.accepted] }),
            ("three states", { $0.states = [.failed, .drafted, .accepted] }),
            (
                "changed in a day",
                {
                    let day = Date(timeIntervalSince1970: 1_460_000_000 + Double(days()) * 86_400)
                    ($0.changedSince, $0.changedUntil) = (day, day + 86_400)
                }
            ),
            ("changed since 2017", { $0.changedSince = Date(timeIntervalSince1970: 1_500_000_000) }),
            ("date of study", { ($0.studyDateFrom, $0.studyDateTo) = ("20180304", "20180304") }),
            ("dates of a year", { ($0.studyDateFrom, $0.studyDateTo) = ("20180101", "20181231") }),
            ("patient", { $0.patientHash = String(format: "%012x", Int.random(in: 0..<5000)) }),
            ("sender", { $0.callingAETitle = "CR3" }),
            ("rare sender", { $0.callingAETitle = "RARE" }),
            ("held", { $0.isHeld = true }),
        ]
        return WorkListOrder.allCases.flatMap { order in
            filters.map { name, set in
                Question(name: "worklist by \(order.rawValue): \(name)") { workList in
                    var filter = WorkListFilter()
                    set(&filter)
                    return try workList.entries(filter, by: order, isReversed: .random(), limit: 50).count
                }
            }
        }
    }

    /// Pages of the list that reviewers read from, a hundred studies each.
    private static func reading(_ studies: Int) -> [Question] {
        let filters: [(String, (inout ReadingListFilter) -> Void)] = [
            ("", { _ in }),
            (", date", { ($0.from, $0.to) = ("20180304", "20180304") }),
            (", dates of a year", { ($0.from, $0.to) = ("20180101", "20181231") }),
            (", common finding", { $0.finding = "Edema" }),
            (", rare finding", { $0.finding = "Fracture" }),
            (", sender", { $0.sender = "CR3" }),
            (", patient", { $0.search = String(format: "PID%07d", Int.random(in: 0..<studies / 2)) }),
            (", accession number", { $0.search = String(format: "ACC%08d", Int.random(in: 0..<studies)) }),
            (
                ", finding, sender and year",
                {
                    ($0.finding, $0.sender, $0.from, $0.to) = ("Edema", "CR3", "20180101", "20181231")
                }
            ),
        ]
        let parts: [ReadingListFilter.Part] = [.waiting, .signed, .all]
        return parts.flatMap { part in
            filters.map { name, set in
                Question(name: "reading list, \(part.rawValue)\(name)") { workList in
                    var filter = ReadingListFilter()
                    filter.part = part
                    set(&filter)
                    return try workList.readingList(filter).studies.count
                }
            } + [
                Question(name: "reading list, \(part.rawValue), anywhere") { workList in
                    var filter = ReadingListFilter()
                    filter.part = part
                    let total = try workList.readingList(filter, limit: 1).total
                    return try workList.readingList(filter, offset: Int.random(in: 0...total)).studies.count
                }
            ]
        } + [
            Question(name: "reading list: counts") {
                try $0.readingListCounts(since: Date(timeIntervalSince1970: 1_775_000_000)).waiting
            },
            Question(name: "reading list: change") { try $0.readingListChange().token.isEmpty ? 0 : 1 },
        ]
    }

    private static func study(of studies: Int) -> [Question] {
        [
            Question(name: "show: by accession number") {
                let name = String(format: "ACC%08d", Int.random(in: 0..<studies))
                return try $0.study(ofItem: $0.workItem(named: name)).received.count
            }
        ]
    }
}
