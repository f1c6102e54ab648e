import Foundation
import GRDB
import OperatorErrors
import Platform
import Testing
import WorkListFixture

@testable import WorkListDatabase

/// The write-ahead log beside a reader, which keeps it growing.
struct WriteAheadLogTests {
    private let fixture: Fixture
    private let path: String

    init() throws {
        fixture = try Fixture()
        path = WorkListStore.path(in: fixture.directory)
        try fixture.workList.write { try $0.execute(sql: "CREATE TABLE ballast (bytes BLOB)") }
    }

    private func write(megabytes: Int) throws {
        try fixture.workList.write {
            try $0.execute(sql: "INSERT INTO ballast VALUES (randomblob(?))", arguments: [megabytes << 20])
        }
    }

    private var logBytes: Int { FileStatus(path + "-wal")?.byteCount ?? 0 }

    @Test func `after a long read the log is cut to the kept size`() throws {
        try fixture.workList.read { db in
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM ballast")
            for _ in 1...3 { try write(megabytes: 10) }
            #expect(logBytes > 30 << 20, "the reader keeps it")
        }
        // The first commit puts all of it into the database, the second begins the log again.
        for _ in 1...3 { try write(megabytes: 1) }
        #expect(logBytes <= WriteAheadLog.keptBytes)
    }

    @Test func `a copy ends when the log has grown beyond the limit, and leaves nothing`() throws {
        try write(megabytes: 8)
        let copy = "\(fixture.directory)/copy.sqlite"
        let log = WriteAheadLog(of: path)
        let error = #expect(throws: WorkListError.self) {
            try fixture.workList.pool.copyDurably(to: copy) {
                try write(megabytes: 2)
                try log.checkGrowth(upTo: 3 << 20)
            }
        }
        guard case .changesTooFast(let bytes)? = error else { return #expect(Bool(false), "\(error)") }
        #expect(bytes > 3 << 20 && bytes < 6 << 20 && error?.fault == .busy)
        #expect(FileStatus(copy) == nil && FileStatus("\(copy).part") == nil)
        let names = Directory.names(in: fixture.directory)
        try fixture.workList.copy(to: copy)
        #expect(Directory.names(in: fixture.directory).count == names.count + 1)
    }

    @Test func `a copy shows one instant, whatever is written between its steps`() throws {
        try write(megabytes: 8)
        let copy = "\(fixture.directory)/copy.sqlite"
        var steps = 0
        try fixture.workList.pool.copyDurably(to: copy) {
            steps += 1
            try write(megabytes: 1)
        }
        #expect(steps >= 8 && steps <= 10, "no step began again: \(steps)")
        let rows = try DatabaseQueue(path: copy).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM ballast") }
        #expect(rows == 1)
    }
}
