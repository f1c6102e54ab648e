import Administration
import Foundation
import GRDB
import TestHarness
import Testing
@testable import WorkListDatabase

@testable import WorkList

/// How commands open a work list that is not theirs to make.
@Suite(.blocking) struct OpeningTests {
    private let place: Administered

    init() throws { place = try Administered() }

    @Test(arguments: [
        ("DELETE FROM grdb_migrations WHERE identifier = '7 acts'", "an older version"),
        ("INSERT INTO grdb_migrations VALUES ('99 later')", "a newer version"),
    ])
    func `a list of another version is an error that says which program fits`(sql: String, said: String) throws {
        try place.workList.write { try $0.execute(sql: sql) }
        let before = try place.workList.schemaText()
        for command in [["worklist"], ["retry", "--all-failed"]] {
            let answer = try place.run(command[0], command.dropFirst().first ?? "--json")
            #expect(answer.status == 78 && answer.error.contains(said) && answer.error.contains("hint: "), "\(answer)")
        }
        #expect(try place.workList.schemaText() == before)
    }

    @Test func `a list opened to ask can be read and not changed`() throws {
        try place.store()
        let asking = try WorkListStore(stateDirectory: place.directory, for: .asking)
        #expect(try asking.entries(limit: 1).count == 1)
        #expect(throws: WorkListError.self) { try asking.setPriority(1, of: 1, by: "alice") }
        try place.store(study: "1.2.3.4.5.6.7")
        #expect(try asking.entries(limit: 9).count == 2, "what the daemon stores meanwhile is seen")
    }

    @Test func `a list that its daemon has closed can be asked`() throws {
        try place.store()
        try place.workList.pool.close()
        #expect(try place.run("worklist", "--json").output.contains(Administered.study))
    }
}
