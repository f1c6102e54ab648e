import Foundation
import Review
import TestHarness
import Testing
import WorkListDatabase
import WorkListFixture

@testable import DICOMWeb

@Suite(.timeLimit(.minutes(10)))
struct DraftTests {
    private let front: RunningFront
    private var workList: WorkListStore { front.fixture.workList }

    init() async throws {
        front = try await RunningFront()
        try front.fixture.addUsers()
    }

    private func draft(_ study: Int = 1) async throws -> [String: Any] {
        let answer = try await front.send("/studies/1.\(study)/draft")
        try #require(answer.status == 200 && answer.headers["content-type"] == "application/json", "\(answer.text)")
        return try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
    }

    private func desk(_ login: String = "mary") -> ReviewDesk {
        ReviewDesk(workList, as: login, claimMinutes: 30)
    }

    @Test func `a draft has its sentences by section, and notices that name theirs`() async throws {
        try front.fixture.draftStudy()
        let draft = try await draft()
        #expect(draft["status"] as? String == "preliminary" && draft["state"] as? String == "drafted")
        let findings = try #require(draft["findings"] as? [[String: Any]])
        #expect(findings.map { $0["text"] as? String } == ["The lungs are clear.", "There is a small left effusion."])
        #expect(findings[1]["findings"] as? [String] == ["Pleural Effusion"])
        let notice = try #require((draft["notices"] as? [[String: Any]])?.first)
        #expect(notice["section"] as? String == "findings" && notice["sentence"] as? Int == 1)
        #expect((draft["text"] as? [String: [String]])?["impression"] == ["Small effusion."])
        #expect((draft["signed"] as? [Any])?.isEmpty == true)
    }

    @Test func `a draft says what the model looked for, what no sentence mentions, and its limits, until it is signed`()
        async throws
    {
        try front.fixture.draftStudy(report: Fixture.doubtfulReport)
        let draft = try await draft()
        let estimates = try #require(draft["estimates"] as? [[String: Any]])
        let labels = ["Pneumothorax", "Cardiomegaly", "Pleural_Effusion", "Edema"]
        #expect(estimates.map { $0["label"] as? String } == labels)
        #expect(estimates[2]["probability"] as? Double == 0.7 && estimates[2]["presentThreshold"] as? Double == 0.5)
        let notices = try #require(draft["notices"] as? [[String: Any]])
        let unmentioned = try #require(notices.first { $0["kind"] as? String == "findingUnmentioned" })
        #expect((unmentioned["estimate"] as? [String: Any])?["label"] as? String == "Pleural_Effusion")
        #expect(unmentioned["sentence"] == nil)
        #expect(notices.contains { $0["words"] as? [String] == ["larger"] && $0["sentence"] as? Int == 1 })
        let limits = try #require(draft["limits"] as? [String])
        #expect(limits.contains { $0.contains("not for diagnosis") })
        _ = try desk().sign(.edit(Fixture.edited), of: "1.1", havingRead: 1)
        let signed = try await self.draft()
        #expect((signed["estimates"] as? [Any])?.isEmpty == true && (signed["limits"] as? [Any])?.isEmpty == true)
    }

    @Test func `what the model looks for is said once`() async throws {
        let own = "It looks for mass, and for nothing else."
        let report = Fixture.doubtfulReport.replacing(
            #""abstained": false"#, with: #""limits": ["\#(own)"], "abstained": false"#)
        for (study, text) in [Fixture.doubtfulReport, report].enumerated() {
            try front.fixture.draftStudy(study + 1, report: text)
            let limits = try #require(try await draft(study + 1)["limits"] as? [String])
            let scope = limits.filter { $0.hasPrefix("It looks for") }
            #expect(scope.count == 1 && (scope.first == own) == (study == 1), "\(limits)")
        }
    }

    @Test func `the text of a signed draft is the signed one`() async throws {
        try front.fixture.draftStudy()
        _ = try desk().sign(.edit(Fixture.edited), of: "1.1", havingRead: 1)
        let draft = try await draft()
        #expect(draft["status"] as? String == "final" && draft["state"] as? String == "edited")
        #expect((draft["text"] as? [String: [String]])?["findings"] == Fixture.edited.findings)
        #expect((draft["findings"] as? [Any])?.isEmpty == true)
        #expect((draft["signed"] as? [[String: Any]])?.first?["name"] as? String == "Doe^Mary")
    }

    @Test func `a rejected draft and one that is not offered have no text`() async throws {
        try front.fixture.draftStudy()
        _ = try desk().sign(.reject(.quality, comment: nil), of: "1.1", havingRead: 1)
        let rejected = try await draft()
        #expect(rejected["status"] as? String == "none" && rejected["text"] == nil)
        #expect(rejected["reason"] as? String == "a reviewer rejected the draft")
        #expect((rejected["findings"] as? [Any])?.isEmpty == true)
        try front.fixture.draftStudy(2, report: Fixture.abstainedReport)
        let abstained = try await front.send("/studies/1.2/draft")
        #expect(abstained.text.contains("looks like no chest radiograph") && !abstained.text.contains("Nonsense"))
    }

    @Test func `a draft whose rejection can be withdrawn has no text meanwhile, and has it again afterwards`()
        async throws
    {
        let item = try front.fixture.draftStudy()
        _ = try workList.openReview(of: item, by: "mary", for: 30)
        _ = try workList.sign(
            .reject(.quality, comment: nil), of: item, by: "mary", havingRead: 1,
            on: PageReading(Fixture.attention(), undoSeconds: 3600))
        let rejected = try await draft()
        #expect(rejected["status"] as? String == "none" && rejected["text"] == nil)
        #expect((rejected["signed"] as? [Any])?.isEmpty == true)
        _ = try workList.withdrawVerdict(of: item, by: "mary", for: 30)
        #expect(try await draft()["status"] as? String == "preliminary")
    }

    /// Compares JSON with a schema; returns where they differ.
    private func differences(_ value: Any, _ schema: [String: Any], at place: String = "draft") -> [String] {
        switch schema["type"] as? String {
        case "object":
            guard let object = value as? [String: Any], let members = schema["properties"] as? [String: [String: Any]],
                let required = schema["required"] as? [String]
            else { return ["\(place) is no object"] }
            let missing = required.filter { object[$0] == nil }.map { "\(place) has no \($0)" }
            return missing
                + object.flatMap { name, member in
                    members[name].map { differences(member, $0, at: "\(place).\(name)") }
                        ?? ["\(place).\(name) is not described"]
                }
        case "array":
            guard let list = value as? [Any], let items = schema["items"] as? [String: Any] else {
                return ["\(place) is no array"]
            }
            return list.flatMap { differences($0, items, at: "\(place)[]") }
        case "string":
            guard let text = value as? String else { return ["\(place) is no text"] }
            let choices = schema["enum"] as? [String]
            return choices?.contains(text) == false ? ["\(place) is \(text)"] : []
        case "integer": return value is Int ? [] : ["\(place) is no integer"]
        case "number": return value is Double || value is Int ? [] : ["\(place) is no number"]
        default: return ["\(place) has no type"]
        }
    }

    @Test func `the OpenAPI document describes the answer, whatever became of the draft`() async throws {
        let answer = try await front.send("", token: .some(nil))
        var found: Any? = try JSONSerialization.jsonObject(with: Data(answer.body))
        for name in [
            "paths", "/studies/{study}/draft", "get", "responses", "200", "content", "application/json", "schema",
        ] {
            found = (found as? [String: Any])?[name]
        }
        let schema = try #require(found as? [String: Any])
        try front.fixture.draftStudy()
        let preliminary = try await draft()
        #expect(differences(preliminary, schema).isEmpty, "\(differences(preliminary, schema))")
        let members = try #require(schema["properties"] as? [String: Any])
        #expect(Set(members.keys).subtracting(preliminary.keys).isSubset(of: ["accessionNumber", "reason"]))
        _ = try desk().sign(.edit(Fixture.edited), of: "1.1", havingRead: 1)
        try front.fixture.draftStudy(2, report: Fixture.abstainedReport)
        try front.fixture.queue(study: 3)
        for study in 1...3 {
            let draft = try await draft(study)
            #expect(differences(draft, schema).isEmpty, "\(differences(draft, schema))")
        }
        // The test finds what is not described.
        #expect(differences(["status": "maybe", "more": 1], schema).count > 2)
    }

    @Test func `a study is found only by its UID`() async throws {
        try front.fixture.draftStudy()
        #expect(try await front.send("/studies/1/draft").status == 404)
        #expect(try await front.send("/studies/1.1/draft", token: .some(nil)).status == 401)
        try front.fixture.queue(study: 3)
        let queued = try await draft(3)
        #expect(queued["status"] as? String == "none" && queued["state"] as? String == "queued")
    }
}
