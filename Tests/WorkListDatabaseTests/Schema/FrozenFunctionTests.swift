import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import WorkListDatabase

/// SQL functions that shipped migrations call: these values never change, whatever becomes of the application's code.
struct FrozenFunctionTests {
    private func value(of expression: String, _ arguments: StatementArguments) throws -> String? {
        try DatabaseQueue().write { db in
            Schema.functions.forEach { db.add(function: $0) }
            return try String.fetchOne(db, sql: "SELECT \(expression)", arguments: arguments)
        }
    }

    @Test(
        arguments: [
            ("MÜLLER^EVA=山田^花子=やまだ^はなこ", ["müller^eva", "山田^花子", "やまだ^はなこ"]),
            (" DOE ^ JANE^^", ["doe^jane", nil, nil]), ("=山田^^=", [nil, "山田", nil]), ("", [nil, nil, nil]),
            ("^Weiß\0=", ["^weiss", nil, nil]), ("a=b=c=d", ["a", "b", "c=d"]), ("ΟΔΟΣ^ς", ["οδοσ^σ", nil, nil]),
        ] as [(String, [String?])])
    func `migration 2 folds a person name as it did when it shipped`(name: String, groups: [String?]) throws {
        for (number, group) in groups.enumerated() {
            #expect(try value(of: "personNameGroup(?, \(number + 1))", [name]) == group)
        }
    }

    @Test func `migration 2 leaves a missing name missing`() throws {
        #expect(try value(of: "personNameGroup(NULL, 1)", []) == nil)
    }

    @Test(
        arguments: [
            ("P1", nil, "d9545a18b0f1"), ("P1", "ISSUER", "45710ef3a661"), ("Ä", nil, "ce8758d98418"),
            ("", "ISSUER", nil),
            (nil, "ISSUER", nil),
        ] as [(String?, String?, String?)])
    func `migration 11 hashes a patient as it did when it shipped`(id: String?, issuer: String?, hash: String?) throws {
        #expect(try value(of: "patientHash(?, ?, ?)", [id, issuer, Data(0..<32)]) == hash)
    }

    @Test func `a work list has these functions only while it migrates`() throws {
        let fixture = try Fixture()
        for expression in ["personNameGroup('a', 1)", "patientHash('a', 'b', zeroblob(32))"] {
            #expect(throws: WorkListError.self) {
                try fixture.workList.write { _ = try String.fetchOne($0, sql: "SELECT \(expression)") }
            }
        }
    }
}
