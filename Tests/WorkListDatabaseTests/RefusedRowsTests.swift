import Foundation
import Logging
import Testing
import WorkListDatabase
import WorkListFixture

struct RefusedRowsTests {
    private let fixture: Fixture
    private let log: IncidentLog

    init() throws {
        fixture = try Fixture()
        log = IncidentLog("test", in: fixture.workList, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func open() throws -> [OpenIncident] { try fixture.workList.openIncidents(limit: 9, at: .now + 864_000) }

    private func note(_ row: Int64, in rows: RefusedRows, at now: ContinuousClock.Instant = .now) throws {
        try rows.note(row, "row \(row) fails", WorkListError.noSuchStudy("7"), study: "1.2.\(row)", at: now)
    }

    @Test func `a row is one incident of its study, which is over when the row is processed`() throws {
        let rows = RefusedRows(in: log)
        for row: Int64 in [1, 2, 1] { try note(row, in: rows) }
        #expect(try open().map(\.studyInstanceUID) == ["1.2.2", "1.2.1"])
        #expect(try open().allSatisfy { $0.isLasting && $0.times == 1 })
        rows.took(1)
        rows.took(3)
        #expect(try open().map(\.studyInstanceUID) == ["1.2.2"] && rows.count == 1)
    }

    @Test func `a hundred rows end the round, unless they failed long ago`() throws {
        let rows = RefusedRows(in: log)
        let now = ContinuousClock.now
        for row: Int64 in 1...100 { try note(row, in: rows, at: now) }
        #expect(throws: WorkListError.self) { try note(101, in: rows, at: now + .seconds(3599)) }
        try note(1, in: rows, at: now + .seconds(3599))
        try note(101, in: rows, at: now + .seconds(3600))
        #expect(rows.count == 101)
    }

    @Test func `rows that nothing processes any longer are no incident`() throws {
        do {
            let rows = RefusedRows(in: log)
            try note(1, in: rows)
            #expect(try open().count == 1)
        }
        #expect(try open().isEmpty)
    }
}
