import GRDB
import Testing

@testable import Review

struct BlindReadingTests {
    private let studies = (1...2000).map { "1.2.826.0.1.3680043.\($0)" }

    @Test func `about the configured share of studies is included, and always the same ones`() {
        for percent in [1, 20, 50, 99] {
            let included = studies.filter(BlindReading(percent: percent).includes)
            let share = Double(percent) / 100
            let deviation = (Double(studies.count) * share * (1 - share)).squareRoot()
            #expect(abs(Double(included.count) - Double(studies.count) * share) < 2 * deviation, "\(percent)")
            #expect(included == studies.filter(BlindReading(percent: percent).includes))
        }
        #expect(studies.filter(BlindReading.none.includes).isEmpty)
        #expect(studies.filter(BlindReading(percent: 100).includes) == studies)
    }

    @Test func `a higher percentage adds studies and drops none`() {
        let few = Set(studies.filter(BlindReading(percent: 10).includes))
        let more = Set(studies.filter(BlindReading(percent: 30).includes))
        #expect(few.isStrictSubset(of: more))
    }

    @Test func `the rule is pinned, so that an update does not move studies`() {
        let included = (1...20).filter { BlindReading(percent: 50).includes(study: "1.\($0)") }
        #expect(included == [2, 5, 9, 10, 12, 15, 16, 17, 18, 19])
    }

    @Test func `SQL asks the same rule`() throws {
        let blind = BlindReading(percent: 40)
        let found = try DatabaseQueue().read { db in
            db.add(function: blind.function)
            return try studies.prefix(100).filter { study in
                try Bool.fetchOne(db, sql: "SELECT isReadBlind(?)", arguments: [study]) == true
            }
        }
        #expect(found == studies.prefix(100).filter(blind.includes))
    }
}
