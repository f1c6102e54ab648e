import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import Query
@testable import WorkList
@testable import WorkListDatabase

/// Held to the plan rather than to the clock: what never reads the whole table stays fast with a million studies.
struct QueryPlanTests {
    let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func plan(_ level: QueryLevel, _ conditions: [IndexCondition]) throws -> [String] {
        try plan(Selection(level, conditions, limit: 1001))
    }

    private func plan(_ selection: Selection) throws -> [String] {
        let offset = selection.sql.hasSuffix("OFFSET ?") ? ["0"] : []
        return try fixture.workList.read { db in
            try Row.fetchAll(
                db, sql: "EXPLAIN QUERY PLAN " + selection.sql,
                arguments: StatementArguments(selection.arguments + offset)
            ).map { $0["detail"] }
        }
    }

    private static let selective: [[IndexCondition]] = [
        [.isOneOf(.patientID, ["P1"])],
        [.isLike(.patientID, pattern: "P1*")],
        [.isOneOf(.studyInstanceUID, ["1.1", "1.2"])],
        [.isOneOf(.accessionNumber, ["A1"])],
        [.isLike(.patientName, pattern: "DOE*")],
        [.isLike(.patientName, pattern: "DOE^JANE")],
        [.isLike(.patientName, pattern: "DOE*=山*")],
        [.isOneOf(.studyDate, ["20260101"])],
        [.isBetween(.studyDate, "20260101", "20260107")],
        [.isBetween(.studyDate, "20260101", nil), .isOneOf(.modalitiesInStudy, ["SR"])],
        [.isOneOf(.studyDate, ["20260101"]), .isOneOf(.modalitiesInStudy, ["CR", "DX"])],
        [.isLike(.patientName, pattern: "DOE*"), .isOneOf(.studyDate, ["20260101"]), .isOneOf(.patientSex, ["F"])],
        [.isOneOf(.modalitiesInStudy, ["SR"])],
        [.isAny(of: .patientID, [.isOneOf(.patientID, ["P1"]), .isLike(.patientID, pattern: "Q*")])],
        [.isAny(of: .studyDate, [.isOneOf(.studyDate, ["20260101"]), .isBetween(.studyDate, "2027", nil)])],
        [.isAny(of: .patientName, [.isLike(.patientName, pattern: "DOE*"), .isLike(.patientName, pattern: "ROE")])],
    ]

    @Test(arguments: selective) func `a selective query of studies never reads them all`(
        conditions: [IndexCondition]
    ) throws {
        for level in [QueryLevel.study, .patient] {
            if level == .patient, conditions.contains(where: { $0.attribute.level != .patient }) { continue }
            let plan = try plan(level, conditions)
            #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(conditions): \(plan)")
        }
    }

    @Test func `the levels below are reached from the study, the series or the instance that is named`() throws {
        for condition in [
            IndexCondition.isOneOf(.studyInstanceUID, ["1.1"]), .isOneOf(.seriesInstanceUID, ["1.1.1"]),
            .isOneOf(.sopInstanceUID, ["1.1.1.1"]), .isOneOf(.patientID, ["P1"]),
        ] {
            for level in [QueryLevel.series, .image] where condition.attribute.level.depth <= level.depth {
                let plan = try plan(level, [condition])
                #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(level) \(condition): \(plan)")
            }
        }
    }

    @Test func `a query for everything stops at the limit instead of sorting what there is`() throws {
        for level in QueryLevel.allCases {
            let plan = try plan(level, [])
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(level): \(plan)")
        }
    }

    @Test func `a query for the series or objects of a modality stops at the limit instead of sorting them`() throws {
        for level in [QueryLevel.series, .image] {
            let plan = try plan(level, [.isOneOf(.modality, ["CR"])])
            #expect(plan.first?.hasSuffix("seriesByModality (modality=?)") == true, "\(level): \(plan)")
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(level): \(plan)")
        }
    }

    @Test func `a page of series or objects comes in the order of the studies instead of from a sort of all`() throws {
        for level in [QueryLevel.series, .image] {
            for conditions in [[], [IndexCondition.isOneOf(.modality, ["CR"])], [.isBetween(.studyDate, "2026", nil)]] {
                let plan = try plan(Selection(page: 101, from: 0, of: level, conditions))
                let begin = "study USING COVERING INDEX studyByStudyDate"
                #expect(plan.first?.contains(begin) == true, "\(level) \(conditions): \(plan)")
                #expect(!plan.contains("USE TEMP B-TREE FOR ORDER BY"), "\(level) \(conditions): \(plan)")
                #expect(!plan.contains { $0.contains("AUTOMATIC") }, "\(level) \(conditions): \(plan)")
            }
        }
    }

    @Test(arguments: [
        IndexCondition.isOneOf(.patientID, ["P1"]), .isLike(.patientName, pattern: "DOE*"),
        .isOneOf(.studyDate, ["20260101"]), .isOneOf(.accessionNumber, ["A1"]), .isOneOf(.studyInstanceUID, ["1.1"]),
        .isOneOf(.seriesInstanceUID, ["1.1.1"]),
    ]) func `what is meant of one patient or study is never looked for among all series of a modality`(
        condition: IndexCondition
    ) throws {
        let conditions = [condition, .isOneOf(.modality, ["CR"])]
        for level in [QueryLevel.series, .image] {
            for selection in [
                Selection(level, conditions, limit: 1001), Selection(page: 101, from: 0, of: level, conditions),
                Selection(countOf: level, conditions),
            ] {
                let plan = try plan(selection)
                #expect(!plan.contains { $0.hasSuffix("(modality=?)") || $0.hasPrefix("SCAN") }, "\(level): \(plan)")
            }
        }
    }

    @Test func `all pages of a question have one statement`() throws {
        let conditions: [IndexCondition] = [.isBetween(.studyDate, "20260101", "20260107")]
        let pages = [0, 100, 2500].map { Selection(page: 101, from: $0, of: .study, conditions) }
        #expect(Set(pages.map(\.sql)).count == 1)
        try fixture.admit(study: 1)
        let counts = try fixture.workList.read { db in try pages.map { try $0.rows(in: db).count } }
        #expect(counts.dropFirst().allSatisfy { $0 == 0 })
    }
}
