import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import WorkList
@testable import WorkListDatabase

struct ActTests {
    @Test func `an act about a study names its patient, and others name none`() throws {
        let fixture = try Fixture()
        try fixture.workList.write { db in
            try db.execute(
                sql: "INSERT INTO study (id, studyInstanceUID, patientID, patientName) VALUES (7, '1.7', 'P7', 'A^B')")
            try Act.record(.held, by: "mary", about: 7, detail: ["why": "wrong patient"], at: Date(), in: db)
        }
        try fixture.workList.record(.backedUp, by: "root")
        let acts = try fixture.workList.acts()
        #expect(acts.map(\.kind) == [.held, .backedUp])
        #expect(acts.map(\.actor) == ["mary", "root"])
        #expect(acts.map(\.patientID) == ["P7", nil])
        #expect(acts.map(\.patientName) == ["A^B", nil])
        #expect(acts[0].detail == ["why": "wrong patient"])
        #expect(try fixture.workList.acts(aboutStudy: "1.7") == [acts[0]])
    }

    @Test(arguments: ["UPDATE act SET actor = 'nobody'", "DELETE FROM act"])
    func `a recorded act cannot be changed`(sql: String) throws {
        let fixture = try Fixture()
        try fixture.workList.record(.backedUp, by: "root")
        #expect(throws: WorkListError.self) { try fixture.workList.write { try $0.execute(sql: sql) } }
        #expect(try fixture.workList.acts().map(\.actor) == ["root"])
    }
}
