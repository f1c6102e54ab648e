import DICOMCore
import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import Administration
@testable import WorkList
@testable import WorkListDatabase

/// The list of studies in every order and by every filter, held against a plain sort of all of them.
struct WorkListSelectionTests {
    private let fixture: Fixture

    /// 300 studies in every state, from three senders, of a hundred patients, with a few priorities and holds.
    init() throws {
        fixture = try Fixture()
        for number in 1...300 {
            var header = Fixture.header(study: number)
            header.patientID = "P\(number % 100)"
            header.studyDate = "202611\(10 + number % 15)"
            _ = try fixture.workList.admit(
                header, path: "instances/\(number).dcm", contents: Fixture.contents(),
                callingAETitle: AETitle(number % 7 == 0 ? "RARE" : "CR\(number % 2)"), settleAt: .now,
                at: Date(timeIntervalSince1970: Double(number)))
        }
        try fixture.workList.write { db in
            try db.execute(sql: "DROP TRIGGER workItemTransition")
            for (index, state) in WorkItemState.allCases.enumerated() where state != .drafting {
                try db.execute(
                    sql: """
                        UPDATE workItem SET state = ?, reason = 'r', priority = (id * 5) % 4 * 3 - 3,
                            changedAt = (id * 37) % 300 * 1000 WHERE id % 10 = ?
                        """, arguments: [state.rawValue, index])
            }
            try db.execute(
                sql: "UPDATE workItem SET heldAt = 1, heldBy = 'admin', holdReason = 'why' WHERE id % 9 = 0")
        }
    }

    @Test func `studies are found by accession number, words of the reason and a likely finding`() throws {
        try fixture.workList.write { db in
            try db.execute(sql: "UPDATE study SET accessionNumber = 'A1' WHERE id IN (7, 8)")
            try db.execute(sql: "UPDATE workItem SET reason = 'no readable image: JPEG' WHERE id = 9")
            for (item, revision, probability) in [(11, 1, 0.9), (12, 1, 0.9), (12, 2, 0.1)] {
                try db.execute(
                    sql: """
                        INSERT INTO draft (workItemRow, revision, instanceRow, report, modelName, modelVersion,
                            weightsSHA256, stageSeconds, createdAt)
                        VALUES (?, ?, ?, ?, 'm', '1', '0', '{}', 1)
                        """,
                    arguments: [
                        item, revision, item * 10 + revision,
                        #"{"probabilities":[{"label":"Pleural Effusion","probability":\#(probability),"threshold":0.5}]}"#,
                    ])
            }
        }
        func found(_ set: (inout WorkListFilter) -> Void) throws -> [Int64] {
            var filter = WorkListFilter()
            set(&filter)
            return try fixture.workList.entries(filter, by: .age, limit: 99).map(\.id)
        }
        #expect(try found { $0.accessionNumber = "A1" } == [7, 8])
        #expect(try found { $0.reasonWords = ["jpeg", "Readable"] } == [9])
        #expect(try found { $0.finding = "pleural effusion" } == [11], "the latest draft counts")
        #expect(try found { ($0.finding, $0.accessionNumber) = ("pleural effusion", "A1") }.isEmpty)
    }

    private static let filters: [(String, @Sendable (inout WorkListFilter) -> Void)] = [
        ("none", { _ in }),
        ("one state", { $0.states = [.failed] }),
        ("states", { $0.states = [.collecting, .accepted, .inReview] }),
        ("changed since", { $0.changedSince = Date(timeIntervalSince1970: 200) }),
        (
            "changed between",
            {
                $0.changedSince = Date(timeIntervalSince1970: 100)
                $0.changedUntil = Date(timeIntervalSince1970: 150)
            }
        ),
        ("study date", { ($0.studyDateFrom, $0.studyDateTo) = ("20261112", "20261114") }),
        ("study date, open", { $0.studyDateFrom = "20261120" }),
        ("sender", { $0.callingAETitle = "RARE" }),
        ("held", { $0.isHeld = true }),
        ("one study", { $0.item = 42 }),
        ("one study, if it is held", { ($0.item, $0.isHeld) = (45, true) }),
        (
            "all of them",
            {
                $0.states = [.queued, .failed, .drafted]
                $0.callingAETitle = "CR1"
                $0.studyDateFrom = "20261112"
                $0.changedSince = Date(timeIntervalSince1970: 50)
                $0.isHeld = true
            }
        ),
    ]

    private func matches(_ entry: WorkListEntry, _ filter: WorkListFilter) -> Bool {
        guard filter.item == nil || filter.item == entry.id else { return false }
        guard filter.states.isEmpty || filter.states.contains(entry.state) else { return false }
        if let since = filter.changedSince, entry.changedAt < since { return false }
        if let until = filter.changedUntil, entry.changedAt >= until { return false }
        let date = entry.studyDate ?? ""
        guard (filter.studyDateFrom ?? "") <= date, date <= (filter.studyDateTo ?? "9") else { return false }
        if let title = filter.callingAETitle, title != entry.callingAETitle { return false }
        return !filter.isHeld || entry.heldAt != nil
    }

    private func key(_ entry: WorkListEntry, _ order: WorkListOrder) -> (Double, Double, Int64) {
        let changed = entry.changedAt.timeIntervalSince1970
        switch order {
        case .changed: return (-changed, 0, -entry.id)
        case .received: return (0, 0, -entry.id)
        case .age: return (0, 0, entry.id)
        case .priority: return (Double(-entry.priority), 0, entry.id)
        case .state:
            return (Double(WorkItemState.allCases.firstIndex(of: entry.state) ?? 0), -changed, -entry.id)
        }
    }

    @Test(arguments: WorkListOrder.allCases, 0..<filters.count)
    func `every filter in every order gives what a plain sort gives`(order: WorkListOrder, index: Int) throws {
        var filter = WorkListFilter()
        Self.filters[index].1(&filter)
        let all = try fixture.workList.entries(WorkListFilter(), by: .age, limit: 1000)
        #expect(all.count == 300)
        let expected = all.filter { matches($0, filter) }.sorted { key($0, order) < key($1, order) }.map(\.id)
        #expect(!expected.isEmpty)
        for limit in [7, 1000] {
            let found = try fixture.workList.entries(filter, by: order, limit: limit).map(\.id)
            #expect(found == Array(expected.prefix(limit)), "\(Self.filters[index].0)")
            let reversed = try fixture.workList.entries(filter, by: order, isReversed: true, limit: limit).map(\.id)
            #expect(reversed == Array(expected.reversed().prefix(limit)), "\(Self.filters[index].0) reversed")
        }
    }

    @Test func `a patient's hash leads to their studies and to nobody else's`() throws {
        let entry = try fixture.workList.entry(ofItem: 42)
        var filter = WorkListFilter()
        filter.patientHash = entry.patientHash
        #expect(filter.patientHash?.count == 12)
        let found = try fixture.workList.entries(filter, by: .age, limit: 10)
        #expect(found.map(\.id) == [42, 142, 242])
        #expect(found.allSatisfy { $0.patient == nil })
        let shown = try fixture.workList.entry(ofItem: 42, showsPatient: true)
        #expect(shown.patient == .init(name: "DOE^JANE", id: "P42", issuer: nil))
    }

    @Test func `another installation gives a patient another hash`() throws {
        let other = try Fixture()
        var header = Fixture.header(study: 1)
        header.patientID = "P42"
        try other.admit(header)
        let hash = try other.workList.entry(ofItem: 1).patientHash
        #expect(hash?.count == 12)
        #expect(try fixture.workList.entry(ofItem: 42).patientHash != hash)
    }

    @Test func `no list is sorted out of more rows than it shows`() throws {
        // SQLite is told the index for each part; where a part needed a sort, the plan would say so.
        let states = WorkItemState.allCases.map { "workItem.state = '\($0.rawValue)'" }
        try fixture.workList.read { (db: Database) throws in
            for state in states {
                for (index, order) in [
                    ("workItemByChange", "workItem.changedAt DESC, workItem.id DESC"),
                    ("workItemByPriority", "workItem.priority, workItem.id"),
                ] {
                    let plan = try Row.fetchAll(
                        db,
                        sql: """
                            EXPLAIN QUERY PLAN SELECT workItem.id FROM workItem INDEXED BY \(index) WHERE \(state)
                            ORDER BY \(order) LIMIT 50
                            """)
                    #expect(!plan.contains { ($0["detail"] as String).contains("TEMP B-TREE") }, "\(plan)")
                }
            }
        }
    }
}
