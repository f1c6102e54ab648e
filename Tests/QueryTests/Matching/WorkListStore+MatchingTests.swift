import DICOMCore
import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import Query
@testable import WorkList
@testable import WorkListDatabase

struct MatchingTests {
    let fixture: Fixture

    init() throws {
        fixture = try Fixture()
        for study in 1...3 { try fixture.admit(study: study) }
        try fixture.admit(study: 3, instance: 2)
    }

    private func found(
        _ level: QueryLevel, _ conditions: [IndexCondition], _ attributes: [IndexedAttribute], limit: Int = 9
    ) throws -> [[String?]] {
        let rows = try fixture.workList.matches(level, conditions, limit: limit)
        return try fixture.workList.values(of: rows, at: level, returning: attributes)
    }

    @Test func `a study is found by each kind of condition, the latest first`() throws {
        func uids(_ condition: IndexCondition) throws -> [String?] {
            try found(.study, [condition], [.studyInstanceUID]).map { $0[0] }
        }
        #expect(try uids(.isOneOf(.studyInstanceUID, ["1.1", "1.3"])) == ["1.3", "1.1"])
        #expect(try uids(.isLike(.patientID, pattern: "P?")) == ["1.3", "1.2", "1.1"])
        #expect(try uids(.isLike(.patientName, pattern: "doe*")).count == 3)
        #expect(try uids(.isLike(.patientID, pattern: "p*")).isEmpty)
        #expect(try uids(.isBetween(.patientID, "P2", nil)) == ["1.3", "1.2"])
        #expect(try uids(.isOneOf(.modalitiesInStudy, ["DX"])) == ["1.3", "1.2", "1.1"])
        #expect(try uids(.isOneOf(.modalitiesInStudy, ["SR", "DX"])).count == 3)
        #expect(try uids(.isLike(.modalitiesInStudy, pattern: "D*")).count == 3)
        #expect(try uids(.isOneOf(.modalitiesInStudy, ["SR"])).isEmpty)
        #expect(try uids(.isOneOf(.sopClassesInStudy, ["1.2.840.10008.5.1.4.1.1.1.1"])).count == 3)
        #expect(try uids(.isOneOf(.sopClassesInStudy, ["1.2.840.10008.5.1.4.1.1.7"])).isEmpty)
    }

    @Test func `characters that mean something to SQLite mean themselves`() throws {
        for pattern in ["%", "_OE^JANE", "[D]OE*", "'; DROP TABLE study; --"] {
            #expect(try found(.study, [.isLike(.patientName, pattern: pattern)], []).isEmpty, "\(pattern)")
            #expect(try found(.study, [.isLike(.patientID, pattern: pattern)], []).isEmpty, "\(pattern)")
        }
        #expect(try found(.study, [], [.studyInstanceUID]).count == 3)
    }

    @Test func `numbers of related objects and modalities are counted`() throws {
        let attributes: [IndexedAttribute] = [
            .numberOfStudyRelatedSeries, .numberOfStudyRelatedInstances, .modalitiesInStudy, .sopClassesInStudy,
            .numberOfPatientRelatedStudies, .numberOfPatientRelatedInstances,
        ]
        #expect(
            try found(.study, [.isOneOf(.studyInstanceUID, ["1.3"])], attributes)
                == [["1", "2", "DX", "1.2.840.10008.5.1.4.1.1.1.1", "1", "2"]])
    }

    @Test func `each level answers once per object of that level`() throws {
        for (level, count) in [(QueryLevel.patient, 3), (.study, 3), (.series, 3), (.image, 4)] {
            #expect(try found(level, [], [.patientID]).count == count)
        }
    }

    @Test func `a patient is an ID and who gave it, with the attributes of the latest study`() throws {
        for (study, id, issuer, name) in [
            (11, "Q", "A", "OLD"), (12, "Q", "A", "NEW"), (13, "Q", "B", "OTHER"), (14, nil, nil, "X"),
            (15, nil, nil, "X"),
        ] as [(Int, String?, String?, String)] {
            var header = Fixture.header(study: study)
            header.patientID = id
            header.issuerOfPatientID = issuer
            header.patientName = name
            try fixture.admit(header)
        }
        let attributes: [IndexedAttribute] = [
            .patientID, .issuerOfPatientID, .patientName, .numberOfPatientRelatedStudies,
            .numberOfPatientRelatedSeries, .numberOfPatientRelatedInstances,
        ]
        let all = try found(.patient, [], attributes)
        #expect(all.count == 7)
        #expect(
            all.prefix(4) == [
                [nil, nil, "X", "1", "1", "1"], [nil, nil, "X", "1", "1", "1"], ["Q", "B", "OTHER", "1", "1", "1"],
                ["Q", "A", "NEW", "2", "2", "2"],
            ])
        #expect(try found(.patient, [.isOneOf(.patientID, ["Q"])], []).count == 2)
        #expect(try found(.patient, [.isLike(.patientName, pattern: "OLD")], []).isEmpty)
    }

    @Test func `no more rows come back than asked for, and none of what has gone`() throws {
        #expect(try found(.image, [], [], limit: 2).count == 2)
        #expect(try fixture.workList.instances([], limit: 3).count == 3)
        #expect(try fixture.workList.values(of: [1, 99], at: .study, returning: [.studyInstanceUID]) == [["1.1"]])
    }

    @Test func `what a structured report says of itself is found and returned`() throws {
        var header = Fixture.header(study: 9)
        header.completionFlag = "COMPLETE"
        header.verificationFlag = "VERIFIED"
        header.documentTitle = CodedConcept(value: "18748-4", scheme: "LN", meaning: "Diagnostic Imaging Report")
        header.verifyingObserverName = "Weiß^Ärztin"
        header.verificationDateTime = "20261122103000"
        header.referencedRequest = RequestedProcedure(accessionNumber: "A9", requestedProcedureID: "RP9")
        header.contentDate = "20261122"
        header.contentTime = "1030"
        try fixture.admit(header)
        let conditions: [IndexCondition] = [
            .isOneOf(.completionFlag, ["COMPLETE"]), .isOneOf(.verificationFlag, ["VERIFIED"]),
            .isOneOf(.conceptNameCodeValue, ["18748-4"]), .isOneOf(.conceptNameCodingScheme, ["LN"]),
            .isLike(.conceptNameCodeMeaning, pattern: "Diagnostic*"),
            .isLike(.verifyingObserverName, pattern: "WEISS^ärz*"),
            .isBetween(.verificationDateTime, "20261122", nil), .isOneOf(.referencedAccessionNumber, ["A9"]),
            .isOneOf(.referencedRequestedProcedureID, ["RP9"]), .isOneOf(.contentDate, ["20261122"]),
        ]
        for condition in conditions {
            #expect(try found(.image, [condition], [.studyInstanceUID]) == [["1.9"]], "\(condition)")
        }
        let attributes = conditions.map(\.attribute) + [.contentTime]
        #expect(
            try found(.image, [.isOneOf(.studyInstanceUID, ["1.9"])], attributes) == [
                [
                    "COMPLETE", "VERIFIED", "18748-4", "LN", "Diagnostic Imaging Report", "Weiß^Ärztin",
                    "20261122103000", "A9", "RP9", "20261122", "1030",
                ]
            ])
    }
}
