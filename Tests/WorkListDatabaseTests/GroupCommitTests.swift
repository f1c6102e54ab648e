import Foundation
import GRDB
import Platform
import Synchronization
import TestHarness
import Testing
import WorkListFixture

@testable import WorkList
@testable import WorkListDatabase

@Suite(.timeLimit(.minutes(10)))
struct GroupCommitTests {
    private struct Refused: Error, Equatable {
        let number: Int
    }

    private let fixture: Fixture
    private let commits: GroupCommit

    init() throws {
        fixture = try Fixture()
        commits = GroupCommit(fixture.workList.pool)
        try fixture.workList.pool.write { db in try db.execute(sql: "CREATE TABLE written (number INTEGER PRIMARY KEY)")
        }
    }

    private func written() throws -> [Int] {
        try fixture.workList.pool.read { db in try Int.fetchAll(db, sql: "SELECT number FROM written ORDER BY number") }
    }

    @Test func `writers of the same moment each get what is theirs`() async throws {
        let commits = commits
        let answers = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<200 {
                group.addTask {
                    try await OwnedThread.run(name: "writer") {
                        try commits.write { db in
                            try db.execute(sql: "INSERT INTO written VALUES (?)", arguments: [number])
                            return number * 2
                        }
                    }
                }
            }
            var all: [Int] = []
            for try await answer in group { all.append(answer) }
            return all.sorted()
        }
        #expect(answers == (0..<200).map { $0 * 2 })
        #expect(try written() == Array(0..<200))
    }

    @Test func `one that fails is undone and told, the others are kept`() async throws {
        let commits = commits
        let failures = await withTaskGroup(of: Int?.self) { group in
            for number in 0..<60 {
                group.addTask {
                    do {
                        try await OwnedThread.run(name: "writer") {
                            try commits.write { db in
                                try db.execute(sql: "INSERT INTO written VALUES (?)", arguments: [number])
                                if number % 3 == 0 { throw Refused(number: number) }
                            }
                        }
                        return nil
                    } catch {
                        return (error as? Refused)?.number
                    }
                }
            }
            var all: [Int] = []
            for await number in group { if let number { all.append(number) } }
            return all.sorted()
        }
        #expect(failures == (0..<60).filter { $0 % 3 == 0 })
        #expect(try written() == (0..<60).filter { $0 % 3 != 0 })
    }

    @Test func `those who wait share the next commit`() async throws {
        let count = Mutex(0)
        let observer = CommitCounter { count.withLock { $0 += 1 } }
        fixture.workList.pool.add(transactionObserver: observer, extent: .databaseLifetime)
        let commits = commits
        let gate = DispatchSemaphore(value: 0)
        let entered = DispatchSemaphore(value: 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await OwnedThread.run(name: "first") {
                    try commits.write { db in
                        entered.signal()
                        gate.wait()
                        try db.execute(sql: "INSERT INTO written VALUES (0)")
                    }
                }
            }
            try await OwnedThread.run(name: "wait") { entered.wait() }
            for number in 1...20 {
                group.addTask {
                    try await OwnedThread.run(name: "writer") {
                        try commits.write { db in
                            try db.execute(sql: "INSERT INTO written VALUES (?)", arguments: [number])
                        }
                    }
                }
            }
            try await waitUntil { commits.waitingCount >= 20 }
            gate.signal()
            try await group.waitForAll()
        }
        #expect(count.withLock { $0 } == 2)
        #expect(try written() == Array(0...20))
    }

    @Test func `a commit that fails as a whole fails for everybody in it`() throws {
        try fixture.workList.pool.write { db in
            try db.execute(
                sql: "CREATE TABLE child (parent INTEGER REFERENCES written(number) DEFERRABLE INITIALLY DEFERRED)")
        }
        #expect(throws: DatabaseError.self) {
            try commits.write { db in
                try db.execute(sql: "INSERT INTO written VALUES (1)")
                try db.execute(sql: "INSERT INTO child VALUES (99)")
            }
        }
        #expect(try written() == [])
    }
}

private final class CommitCounter: TransactionObserver {
    private let onCommit: () -> Void
    init(_ onCommit: @escaping () -> Void) { self.onCommit = onCommit }
    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { onCommit() }
    func databaseDidRollback(_ db: Database) {}
}
