import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import Administration
@testable import WorkList
@testable import WorkListDatabase

struct ArrivalsTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func draft(study: Int) throws {
        try fixture.queue(study: study)
        let claim = try #require(try fixture.workList.claim(by: 1))
        try fixture.workList.store(fixture.draft(of: claim), for: claim)
    }

    @Test func `each draft is seen once, and those before the mark never`() throws {
        try draft(study: 1)
        var mark = try fixture.workList.arrivalMark()
        #expect(try fixture.workList.newDrafts(since: &mark).isEmpty)
        try draft(study: 2)
        try draft(study: 3)
        let drafts = try fixture.workList.newDrafts(since: &mark)
        #expect(drafts == Array(repeating: DraftArrival(secondsByStage: ["decode": 0.5], isAbstained: false), count: 2))
        #expect(try fixture.workList.newDrafts(since: &mark).isEmpty)
    }

    @Test func `a draft that is not offered says so`() throws {
        var mark = try fixture.workList.arrivalMark()
        try draft(study: 1)
        try fixture.workList.write { try $0.execute(sql: #"UPDATE draft SET report = '{"abstention": "no chest"}'"#) }
        #expect(try fixture.workList.newDrafts(since: &mark).map(\.isAbstained) == [true])
    }

    @Test func `incidents are seen by their source, also once the oldest have been dropped`() throws {
        var mark = try fixture.workList.arrivalMark()
        for number in 0..<(WorkListStore.incidentLimit + 5) {
            try fixture.workList.record(Incident(source: "s\(number % 2)", message: "m", hint: "h"))
        }
        let sources = try fixture.workList.newIncidentSources(since: &mark)
        #expect(sources.count == WorkListStore.incidentLimit)
        try fixture.workList.record(Incident(source: "last", message: "m", hint: "h"))
        #expect(try fixture.workList.newIncidentSources(since: &mark) == ["last"])
    }
}
