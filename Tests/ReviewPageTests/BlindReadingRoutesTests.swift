import Foundation
import Review
import TestHarness
import Testing
import WorkListFixture

@testable import ReviewPage

/// Studies whose drafts are withheld, as browsers see them.
@Suite(.timeLimit(.minutes(10)))
struct BlindReadingRoutesTests {
    private let page: RunningPage
    private let mary: PageClient
    private let vera: PageClient

    init() async throws {
        page = try await RunningPage(blind: BlindReading(percent: 100))
        mary = try await page.signIn(.reviewer, "mary")
        vera = try await page.signIn(.viewer, "vera")
        try page.fixture.draftStudy(report: Fixture.doubtfulReport, attention: Fixture.keptAttention)
    }

    private func record(_ body: [String: Any] = ["revision": 1, "assessment": "abnormal", "text": "Effusion."])
        async throws -> HTTPAnswer
    {
        try await mary.send("POST", "/api/studies/1.1/impression", json: body)
    }

    /// Words of the draft, which must not be in an answer.
    private let words = ["pneumothorax", "larger than before", "Pleural_Effusion", "comparesWithPrior"]

    @Test func `no answer has anything of the draft until the impression is recorded`() async throws {
        _ = try await mary.send("POST", "/api/studies/1.1/open")
        for client in [mary, vera] {
            for path in ["/api/studies", "/api/studies/1.1"] {
                let answer = try await client.get(path)
                #expect(answer.status == 200 && answer.text.contains(#""isWithheld":true"#), "\(path)")
                for word in words {
                    #expect(!answer.text.localizedCaseInsensitiveContains(word), "\(path): \(word)")
                }
            }
            #expect(try await client.get("/api/studies/1.1/attention").status == 403)
            #expect(try await client.get("/api/studies?finding=Pneumothorax").object["total"] as? Int == 0)
        }
        let recorded = try await record()
        #expect(recorded.status == 200 && recorded.object["assessment"] as? String == "abnormal", "\(recorded.text)")
        let shown = try await mary.get("/api/studies/1.1")
        #expect(shown.object["isWithheld"] as? Bool == false && shown.text.contains("larger than before"))
        #expect((shown.object["firstImpression"] as? [String: Any])?["text"] as? String == "Effusion.")
        #expect(try await mary.get("/api/studies/1.1/attention").status == 200)
        #expect(try await mary.get("/api/studies?finding=Pneumothorax").object["total"] as? Int == 1)
        // Another user has not recorded an impression.
        #expect(try await vera.get("/api/studies/1.1").object["isWithheld"] as? Bool == true)
    }

    @Test func `nothing is signed before the impression, which is recorded once and by reviewers only`() async throws {
        #expect(try await record().status == 409)
        _ = try await mary.send("POST", "/api/studies/1.1/open")
        let reject: [String: Any] = ["verdict": "reject", "revision": 1, "reason": "quality"]
        #expect(try await mary.send("POST", "/api/studies/1.1/sign", json: reject).status == 403)
        #expect(try await record(["revision": 1, "assessment": "odd"]).status == 400)
        #expect(try await record(["revision": 2, "assessment": "normal"]).status == 409)
        #expect(try await vera.send("POST", "/api/studies/1.1/impression", json: [:]).status == 403)
        #expect(try await record(["revision": 1, "assessment": "normal"]).status == 200)
        #expect(try await record().status == 409)
        #expect(try await mary.send("POST", "/api/studies/1.1/sign", json: reject).status == 200)
        let numbers = try await mary.get("/api/department").object
        let reads = try #require(numbers["reads"] as? [[String: Any]])
        #expect(reads.map { $0["draftAbnormalReadNormal"] as? Int } == [1, 0, 0])
        #expect(try await vera.get("/api/studies/1.1").object["isWithheld"] as? Bool == false)
    }

    @Test func `a draft that is stored as an image is withheld too`() async throws {
        let image = "/api/studies/1.1/images/1.1.9.1/1/display.json"
        try page.workList.writeForTest(
            "UPDATE instance SET sopClassUID = '1.2.840.10008.5.1.4.1.1.7' WHERE sopInstanceUID = '1.1.9.1'")
        #expect(try await mary.get(image).status == 403)
        let film = "/api/studies/1.1/images/1.1.1.1/1/display.json"
        #expect(try await mary.get(film).status != 403)
    }
}
