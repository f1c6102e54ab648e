import Foundation
import Testing

@testable import WorkList

struct MatchingTests {
    let fixture: Fixture

    init() throws {
        fixture = try Fixture()
        for study in 1...3 { try fixture.admit(study: study) }
        try fixture.admit(study: 3, instance: 2)
    }

    @Test func `a study is found by each kind of condition`() throws {
        func uids(_ condition: IndexCondition) throws -> [String?] {
            try fixture.workList.match(.study, [condition], returning: [.studyInstanceUID], limit: 9)
                .map { $0[.studyInstanceUID] }.sorted { ($0 ?? "") < ($1 ?? "") }
        }
        #expect(try uids(.isOneOf(.studyInstanceUID, ["1.1", "1.3"])) == ["1.1", "1.3"])
        #expect(try uids(.isLike(.patientID, pattern: "P?")) == ["1.1", "1.2", "1.3"])
        #expect(try uids(.isLike(.patientName, pattern: "doe*")).count == 3)
        #expect(try uids(.isLike(.patientID, pattern: "p*")).isEmpty)
        #expect(try uids(.isBetween(.patientID, "P2", nil)) == ["1.2", "1.3"])
        #expect(try uids(.hasModality(["DX"])).count == 3)
        #expect(try uids(.hasModality(["SR"])).isEmpty)
    }

    @Test func `characters that mean something to SQLite mean themselves`() throws {
        for pattern in ["%", "_OE^JANE", "[D]OE*", "'; DROP TABLE study; --"] {
            let rows = try fixture.workList.match(
                .study, [.isLike(.patientName, pattern: pattern)], returning: [.studyInstanceUID], limit: 9)
            #expect(rows.isEmpty, "\(pattern)")
            #expect(
                try fixture.workList.match(.study, [.isLike(.patientID, pattern: pattern)], returning: [], limit: 9)
                    .isEmpty)
        }
        #expect(try fixture.workList.match(.study, [], returning: [.studyInstanceUID], limit: 9).count == 3)
    }

    @Test func `numbers of related objects and modalities are counted`() throws {
        let rows = try fixture.workList.match(
            .study, [.isOneOf(.studyInstanceUID, ["1.3"])],
            returning: [.numberOfStudyRelatedSeries, .numberOfStudyRelatedInstances, .modalitiesInStudy], limit: 9)
        #expect(
            rows == [[.numberOfStudyRelatedSeries: "1", .numberOfStudyRelatedInstances: "2", .modalitiesInStudy: "DX"]])
    }

    @Test func `each level answers once per object of that level`() throws {
        for (level, count) in [(QueryLevel.patient, 3), (.study, 3), (.series, 3), (.image, 4)] {
            #expect(try fixture.workList.match(level, [], returning: [.patientID], limit: 9).count == count)
        }
    }

    @Test func `no more rows come back than asked for`() throws {
        #expect(try fixture.workList.match(.image, [], returning: [], limit: 2).count == 2)
        #expect(try fixture.workList.instances([], limit: 3).count == 3)
    }
}
