import Foundation
import GRDB
import Synchronization
import Testing
import WorkList
import WorkListDatabase
import WorkListFixture

struct AwaitedRowsTests {
    private final class Calls: Sendable {
        private let count = Atomic(0)
        func add() { count.add(1, ordering: .relaxed) }
        /// How many since the last time.
        var taken: Int { count.exchange(0, ordering: .relaxed) }
    }

    private static let studies = AwaitedRows(of: ["workItem"])
    private let fixture: Fixture
    private let workList: WorkListStore

    init() throws {
        fixture = try Fixture()
        workList = fixture.workList
    }

    private func calls(for rows: AwaitedRows) -> Calls {
        let calls = Calls()
        workList.whenRowsCome(rows) { calls.add() }
        return calls
    }

    @Test func `each commit with awaited rows gives one call, and other commits give none`() throws {
        let (studies, changes) = (calls(for: Self.studies), calls(for: .toSettle))
        try fixture.admit()
        #expect(studies.taken == 1)
        #expect(changes.taken == 1)
        // Another image changes the row of its study.
        try fixture.admit(instance: 2)
        #expect(studies.taken == 0)
        #expect(changes.taken == 1)
        try workList.record(Incident(source: "test", message: "a row of another table", hint: ""))
        #expect(studies.taken == 0)
        #expect(changes.taken == 0)
    }

    @Test func `the commit can be read when the call comes`() throws {
        let seen = Mutex<[Int]>([])
        let workList = workList
        workList.whenRowsCome(Self.studies) {
            let reader = try? WorkListStore(stateDirectory: workList.files.stateDirectory, for: .asking)
            let count = try? reader?.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM workItem") ?? 0 }
            seen.withLock { $0.append(count ?? 0) }
        }
        try fixture.admit()
        try fixture.admit(study: 2)
        let counts = seen.withLock { $0 }
        #expect(counts == [1, 2])
    }

    @Test func `a rolled back row gives no call, and neither does the commit after it`() throws {
        struct Refused: Error {}
        let calls = calls(for: AwaitedRows(of: ["act"]))
        #expect(throws: Refused.self) {
            try workList.write { db in
                try db.execute(
                    sql: "INSERT INTO act (at, actor, kind, detail) VALUES (0, 'somebody', 'hold', '{}')")
                throw Refused()
            }
        }
        try workList.record(Incident(source: "test", message: "after it", hint: ""))
        #expect(calls.taken == 0)
    }
}
