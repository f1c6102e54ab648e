import DICOMTestPeer
import GRDB
import Logging
import Testing
import WorkListDatabase
import WorkListFixture

struct RepeatedConditionTests {
    private let fixture: Fixture
    private let lines = LogLines()
    private let logger: Logger

    init() throws {
        fixture = try Fixture()
        let lines = lines
        logger = Logger(label: "test") { _ in lines }
    }

    private func count(_ level: String) -> Int { lines.all.count { $0.hasPrefix(level + " ") } }

    @Test func `a condition that lasts is one error, one incident and one line at its end`() throws {
        let log = IncidentLog("test", in: fixture.workList, logger: logger)
        let condition = RepeatedCondition(in: log, end: "room again")
        condition.isOver()
        #expect(lines.all.isEmpty && !condition.lasts)
        for _ in 1...3 { condition.isMet("no room", hint: "make room") }
        #expect(condition.lasts && count("error") == 1)
        let incidents = try fixture.workList.incidents(limit: 9)
        #expect(incidents.map(\.message) == ["no room"] && incidents.map(\.hint) == ["make room"])
        #expect(incidents.map(\.source) == ["test"])
        #expect(try fixture.workList.openIncidents(limit: 9).count == 1)
        condition.isOver()
        condition.isOver()
        #expect(try fixture.workList.openIncidents(limit: 9).isEmpty)
        #expect(!condition.lasts && count("notice") == 1)
        condition.isMet("no room", hint: "make room")
        #expect(count("error") == 2)
        #expect(try fixture.workList.incidents(limit: 9).count == 2)
    }

    @Test func `a condition that nobody watches any longer is over`() throws {
        let log = IncidentLog("test", in: fixture.workList, logger: logger)
        do {
            let condition = RepeatedCondition(in: log)
            condition.isMet("no room", hint: "make room")
            #expect(try fixture.workList.openIncidents(limit: 9).count == 1)
        }
        #expect(try fixture.workList.openIncidents(limit: 9).isEmpty)
    }

    @Test func `work that fails again and again is a condition with the hint of its error`() throws {
        let condition = RepeatedCondition(logger: logger, end: "it works again")
        for _ in 1...2 {
            condition.watch("it fails") { throw WorkListError.noSuchStudy("7") }
        }
        condition.watch("it fails") {}
        #expect(count("error") == 1 && count("notice") == 1)
        let first = try #require(lines.all.first)
        #expect(first.contains("it fails: there is no study 7") && first.contains("thoraxctl worklist"))
        #expect(try fixture.workList.incidents(limit: 9).isEmpty, "it is only logged")
    }

    @Test func `an incident that cannot be recorded is logged`() throws {
        try fixture.workList.write { try $0.execute(sql: "DROP TABLE incident") }
        let log = IncidentLog("test", in: fixture.workList, logger: logger)
        log.report("the lamp is out", hint: "change it")
        #expect(lines.all.count == 2)
        #expect(lines.all.last?.contains("cannot record an incident") == true)
    }
}
