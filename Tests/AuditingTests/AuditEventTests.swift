import Foundation
import Testing
import WorkListFixture

@testable import Auditing
@testable import WorkList
@testable import WorkListDatabase

/// What is told of each event, and that the standard's schema allows it.
struct AuditEventTests {
    private static let caller = AuditOccurrence.Caller(aeTitle: "MODALITY1", address: "10.0.0.7")
    private static let toCaller = AuditOccurrence.Retrieval(
        studyInstanceUID: "1.2", instances: ["1.2.840.10008.5.1.4.1.1.1.1": 2], destination: nil)
    private static let toArchive = AuditOccurrence.Retrieval(
        studyInstanceUID: "1.2", instances: [:], destination: .init(aeTitle: "ARCHIVE", host: "archive.example"))

    private static let everyOccurrence: [AuditOccurrence.What] = [
        .started, .stopped, .retrievalBegan(by: caller, toCaller), .retrievalBegan(by: caller, toArchive),
        .retrievalEnded(by: caller, toCaller, failure: nil), .retrievalEnded(by: caller, toArchive, failure: "broke"),
        .queried(
            by: caller,
            .init(
                sopClassUID: "1.2.840.10008.5.1.4.1.2.2.1", transferSyntaxUID: "1.2.840.10008.1.2",
                identifier: [0, 1, 0x3C], failure: nil)),
        .queried(
            by: caller, .init(sopClassUID: "1.2", transferSyntaxUID: "1.2", identifier: [], failure: "no level")),
        .rejected(caller, reason: "called AE title not recognized"),
        .notAuthenticated(address: "fd00::7", reason: "no certificate"),
        .refusedAgain(address: "10.0.0.7", count: 9), .refusedAgain(address: nil, count: 9),
        .queriedAgain(
            by: caller, .init(sopClassUID: "1.2", transferSyntaxUID: "1.2", identifier: [1], failure: nil), count: 9),
        .storeRefused(
            by: caller,
            .init(studyInstanceUID: "1.2.3", instances: ["1.2": 2], reason: "not stored: 0111H for 2")),
        .storeRefused(by: caller, .init(studyInstanceUID: nil, instances: ["unknown": 1], reason: "not stored: C000H")),
        .storeRefusedAgain(by: caller, studyInstanceUID: "1.2.3", count: 7),
        .storeRefusedAgain(by: caller, studyInstanceUID: nil, count: 7),
        .queriedAgain(by: caller, nil, count: 9),
        .changeRefused(account: "mallory", change: "users add", reason: "it is for administrators only"),
        .changeRefusedAgain(account: "mallory", change: "users add", count: 9), .lost(count: 3),
    ]

    private func event(_ what: AuditOccurrence.What) -> AuditEvent {
        AuditEvent(AuditOccurrence(what, at: Date(timeIntervalSince1970: 1.25)), of: .test) {
            AuditedStudy(unknown: $0)
        }
    }

    private func act(_ kind: Act.Kind, study: String? = "1.2", detail: [String: String] = [:]) -> Act {
        Act(
            id: 1, at: .now, actor: "jane", kind: kind, studyInstanceUID: study, patientID: "P1",
            patientName: "DOE^JOHN", detail: detail)
    }

    @Test(arguments: everyOccurrence)
    func `every occurrence is valid by the schema`(what: AuditOccurrence.What) throws {
        #expect(try XMLLint.complaint(of: event(what).xml(from: .test)) == nil)
    }

    @Test(arguments: Act.Kind.allCases)
    func `every act is valid by the schema, with a study and without`(kind: Act.Kind) throws {
        for study in ["1.2", nil] {
            let event = AuditEvent(act(kind, study: study, detail: ["reason": "a < b"]), of: .test)
            #expect(try XMLLint.complaint(of: event.xml(from: .test)) == nil)
            #expect(event.studyInstanceUID == study)
        }
    }

    @Test func `the schema of the tests refuses what is not an audit message`() throws {
        let message = event(.started).xml(from: .test)
        #expect(
            try XMLLint.complaint(of: message.replacing("EventActionCode=\"E\"", with: "EventActionCode=\"X\"")) != nil)
        #expect(try XMLLint.complaint(of: message.replacing("EventID", with: "Event")) != nil)
    }

    @Test func `hostile names come back as they went in`() throws {
        let name = "A\"B<i>&amp;'\t\r\n]]>^中文 \u{1F600} x"
        var act = act(.opened)
        act = Act(
            id: 1, at: .now, actor: name, kind: .opened, studyInstanceUID: "1.2", patientID: name, patientName: name,
            detail: [:])
        let message = AuditEvent(act, of: .test).xml(from: .test)
        #expect(try XMLLint.complaint(of: message) == nil)
        #expect(!message.dropFirst(40).contains("\n"))
        for path in [
            "//ActiveParticipant[1]/@UserID", "//*[@ParticipantObjectTypeCode=1]/@ParticipantObjectID",
            "//*[@ParticipantObjectTypeCode=1]/ParticipantObjectName",
        ] {
            #expect(try XMLLint.value(of: path, in: message) == name)
        }
    }

    @Test func `work on a study is access, removal a deletion, and administration an alert`() {
        func summary(_ kind: Act.Kind, study: String? = "1.2") -> [String?] {
            let event = AuditEvent(act(kind, study: study), of: .test)
            return [event.id.rawValue, event.action.rawValue, event.type?.value]
        }
        #expect(summary(.opened) == ["110103", "R", "OPENED"])
        #expect(summary(.edited) == ["110103", "U", "EDITED"])
        #expect(summary(.reportReturned) == ["110103", "U", "REPORT-RETURNED"])
        #expect(summary(.reportConfirmed) == ["110103", "U", "REPORT-CONFIRMED"])
        #expect(summary(.imagesRemoved) == ["110103", "D", "IMAGES-REMOVED"])
        #expect(summary(.removed) == ["110105", "D", nil])
        #expect(summary(.exported) == ["110106", "R", nil])
        #expect(summary(.exported, study: nil) == ["110113", "E", "EXPORTED"])
        #expect(summary(.deliveryRetried) == ["110103", "U", "DELIVERY-RETRIED"])
        #expect(summary(.deliveryWithdrawn) == ["110103", "U", "DELIVERY-WITHDRAWN"])
        #expect(summary(.deliveryRetried, study: nil) == ["110100", "E", "DELIVERY-RETRIED"])
        #expect(summary(.documentsRetried) == ["110103", "U", "DOCUMENTS-RETRIED"])
        #expect(summary(.requeued) == ["110103", "U", "REQUEUED"])
        #expect(summary(.held) == ["110103", "U", "HELD"])
        #expect(summary(.modelChosen, study: nil) == ["110113", "E", "MODEL-CHOSEN"])
        #expect(summary(.userAdded) == ["110113", "E", "110137"])
    }

    @Test func `a change that an account may not make is a use of a restricted function by that account`() throws {
        let message = event(.changeRefused(account: "mallory", change: "users add", reason: "not an administrator"))
            .xml(from: .test)
        #expect(try XMLLint.value(of: "//EventTypeCode/@csd-code", in: message) == "110132")
        #expect(try XMLLint.value(of: "//ActiveParticipant[@UserIsRequestor='true']/@UserID", in: message) == "mallory")
        #expect(
            try XMLLint.value(of: "//EventOutcomeDescription", in: message) == "users add: not an administrator")
        #expect(try XMLLint.value(of: "//@EventOutcomeIndicator", in: message) == "4")
    }

    @Test func `a retrieval names who sends, who receives and who asked`() throws {
        let own = event(.retrievalBegan(by: Self.caller, Self.toCaller)).xml(from: .test)
        #expect(try XMLLint.value(of: "count(//ActiveParticipant)", in: own) == "2")
        let participant = "//ActiveParticipant[RoleIDCode/@csd-code='110152']"
        #expect(try XMLLint.value(of: "\(participant)/@AlternativeUserID", in: own) == "AETITLES=MODALITY1")
        #expect(try XMLLint.value(of: "\(participant)/@NetworkAccessPointTypeCode", in: own) == "2")
        #expect(try XMLLint.value(of: "//SOPClass/@NumberOfInstances", in: own) == "2")
        let other = event(.retrievalEnded(by: Self.caller, Self.toArchive, failure: "broke")).xml(from: .test)
        #expect(try XMLLint.value(of: "\(participant)/@UserID", in: other) == "ARCHIVE")
        #expect(try XMLLint.value(of: "\(participant)/@NetworkAccessPointTypeCode", in: other) == "1")
        #expect(try XMLLint.value(of: "//ActiveParticipant[@UserIsRequestor='true']/@UserID", in: other) == "MODALITY1")
        #expect(try XMLLint.value(of: "//@EventOutcomeIndicator", in: other) == "4")
        #expect(try XMLLint.value(of: "//EventOutcomeDescription", in: other) == "broke")
    }

    @Test func `a time is in UTC with its fraction`() throws {
        let time = try XMLLint.value(of: "//@EventDateTime", in: event(.started).xml(from: .test))
        #expect(time == "1970-01-01T00:00:01.250Z")
    }
}
