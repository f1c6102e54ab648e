import Foundation
import Review
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

    @Test func `a study is named by its UID alone`() async throws {
        try front.fixture.draftStudy()
        #expect(try await front.send("/studies/1/draft").status == 404)
        #expect(try await front.send("/studies/1.1/draft", token: .some(nil)).status == 401)
        try front.fixture.queue(study: 3)
        let queued = try await draft(3)
        #expect(queued["status"] as? String == "none" && queued["state"] as? String == "queued")
    }
}
