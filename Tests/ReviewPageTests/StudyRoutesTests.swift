import Auditing
import Foundation
import Review
import TestHarness
import Testing
import WorkList
import WorkListDatabase
import WorkListFixture

@testable import ReviewPage

/// Studies and verdicts through the listener, as browsers see them.
@Suite(.timeLimit(.minutes(10)))
struct StudyRoutesTests {
    private let page: RunningPage
    private let mary: PageClient
    private let paul: PageClient

    init() async throws {
        page = try await RunningPage()
        mary = try await page.signIn(.reviewer, "mary")
        paul = try await page.signIn(.reviewer, "paul")
        try page.fixture.draftStudy()
    }

    /// Returns the body of a signature that fulfils all demands for the draft of the fixture.
    private func signature(_ verdict: String, _ more: [String: Any] = [:]) -> [String: Any] {
        var body: [String: Any] = [
            "verdict": verdict, "revision": 1, "textSeenAt": "2026-11-29T18:00:02.250Z",
            "seen": [["instance": "1.1.1.1", "frame": 1, "at": "2026-11-29T18:00:00Z"]],
            "decided": [["section": "findings", "sentence": 1, "decision": "keep"]],
        ]
        for (name, value) in more { body[name] = value }
        return body
    }

    private func sign(_ client: PageClient, _ body: [String: Any]) async throws -> HTTPAnswer {
        try await client.send("POST", "/api/studies/1.1/sign", json: body)
    }

    private func open(_ client: PageClient) async throws -> HTTPAnswer {
        try await client.send("POST", "/api/studies/1.1/open")
    }

    private func view(_ client: PageClient) async throws -> [String: Any] {
        try await client.get("/api/studies/1.1").object
    }

    @Test func `the list has filters, pages and counts, and refuses invalid values`() async throws {
        let list = try await mary.get("/api/studies?state=waiting&search=DOE+JANE&limit=1").object
        let studies = try #require(list["studies"] as? [[String: Any]])
        #expect(studies.map { $0["study"] as? String } == ["1.1"] && list["total"] as? Int == 1)
        #expect((list["counts"] as? [String: Int])?["waiting"] == 1)
        #expect((studies[0]["patient"] as? [String: Any])?["id"] as? String == "P1")
        #expect(try await mary.get("/api/studies?search=nobody&offset=0").object["total"] as? Int == 0)
        for query in ["state=odd", "from=yesterday", "offset=-1", "limit=501", "limit=x"] {
            #expect(try await mary.get("/api/studies?\(query)").status == 400, "\(query)")
        }
        let queries = page.audit.take().compactMap { occurrence -> String? in
            guard case .queried(let caller, let query) = occurrence.what, caller.name == "mary" else { return nil }
            return String(decoding: query.identifier, as: UTF8.self)
        }
        #expect(queries.first == "/api/studies?state=waiting&search=DOE+JANE&limit=1")
    }

    @Test func `a study has its draft, doubts and films, and its access is recorded once per session`() async throws {
        _ = page.audit.take()
        let study = try await view(mary)
        let draft = try #require(study["draft"] as? [String: [[String: Any]]])
        #expect(draft["findings"]?.map { $0["doubt"] as? String } == [nil, "uncertain"])
        #expect((study["images"] as? [[String: Any]])?.first?["usedByModel"] as? Bool == true)
        #expect(study["mayOpen"] as? Bool == true && study["state"] as? String == "drafted")
        _ = try await view(mary)
        let accesses = page.audit.take().filter { if case .accessed = $0.what { true } else { false } }
        #expect(accesses.count == 1)
        #expect(try await mary.get("/api/studies/9.9").status == 404)
        #expect(try await mary.get("/api/studies/nothing").status == 400)
    }

    @Test func `every finding that a signature needs a decision on is marked as such`() async throws {
        try page.fixture.draftStudy(2, report: Fixture.doubtfulReport)
        let findings = try #require(try await mary.get("/api/studies/1.2").object["findings"] as? [[String: Any]])
        let omitted = findings.filter { $0["isOmitted"] as? Bool == true }.map { $0["label"] as? String }
        #expect(omitted == ["Pleural_Effusion"])
        // A draft may have a notice without a probability.
        let bare = Fixture.doubtfulReport.replacing(
            #"{"label": "Pleural_Effusion", "probability": 0.7, "threshold": 0.2, "presentThreshold": 0.5},"#, with: "")
        try page.fixture.draftStudy(3, report: bare)
        let rest = try #require(try await mary.get("/api/studies/1.3").object["findings"] as? [[String: Any]])
        #expect(rest.contains { $0["label"] as? String == "Pleural_Effusion" && $0["isOmitted"] as? Bool == true })
    }

    @Test func `only one reviewer can hold a study; the other sees the holder and the end of the claim`() async throws {
        let claim = try await open(mary).object
        #expect(claim["mine"] as? Bool == true)
        #expect((claim["secondsLeft"] as? Double).map { (0...1800).contains($0) } == true)
        let refused = try await open(paul)
        let holder = try #require(refused.object["heldBy"] as? [String: Any])
        #expect(refused.status == 409 && holder["login"] as? String == "mary")
        #expect(holder["until"] as? String == claim["until"] as? String)
        #expect(try await sign(paul, signature("accept")).status == 409)
        #expect(try await view(paul)["mayOpen"] as? Bool == false)
        #expect(try await mary.send("POST", "/api/studies/1.1/release").status == 204)
        #expect(try await open(paul).status == 200)
        #expect(try await mary.send("POST", "/api/studies/1.1/release").status == 409)
    }

    @Test func `an acceptance without everything seen is refused with a list of what is missing`() async throws {
        _ = try await open(mary)
        let refused = try await sign(mary, signature("accept", ["seen": [], "decided": []]))
        #expect(refused.status == 422 && refused.object["refusal"] as? String == "not-seen")
        #expect(
            refused.object["error"] as? String
                == "1 film was not on screen in full; 1 doubtful sentence is not decided")
        let signed = try await sign(mary, signature("accept"))
        #expect(signed.status == 200 && signed.object["undoUntil"] is String, "\(signed.text)")
        #expect(try await sign(mary, signature("accept")).status == 409)
    }

    @Test func `a film that cannot be shown does not prevent a signature, and the closed study says so`() async throws {
        _ = try await open(mary)
        let film: [[String: Any]] = [["instance": "1.1.1.1", "frame": 1, "at": "2026-11-29T18:00:00Z"]]
        let signed = try await sign(mary, signature("accept", ["seen": [], "readElsewhere": film]))
        #expect(signed.status == 200, "\(signed.text)")
        let reviews = try #require(try await view(mary)["reviews"] as? [[String: Any]])
        #expect(reviews.first?["filmsReadElsewhere"] as? Int == 1)
    }

    @Test func `a verdict can be withdrawn in time, and its text becomes the note`() async throws {
        _ = try await open(mary)
        let text = ["findings": ["1. Effusion.\n2. Large heart."], "impression": ["Effusion."]]
        #expect(try await sign(mary, signature("edit", ["text": text])).status == 200)
        #expect(try await paul.send("POST", "/api/studies/1.1/undo").status == 409)
        let claim = try await mary.send("POST", "/api/studies/1.1/undo")
        #expect(claim.status == 200 && claim.object["mine"] as? Bool == true)
        let study = try await view(mary)
        let note = try #require(study["note"] as? [String: Any])
        #expect(note["findings"] as? String == "1. Effusion.\n2. Large heart.")
        let version = (note["version"] as? NSNumber)?.int64Value
        #expect(study["state"] as? String == "inReview" && (study["reviews"] as? [Any])?.isEmpty == true)
        let past = Date(timeIntervalSinceNow: -60)
        let item = try #require(try page.workList.workItem(ofStudy: "1.1"))
        _ = try page.workList.sign(
            .edit(Fixture.edited), of: item, by: "mary", havingRead: 1,
            on: PageReading(Fixture.attention(), undoSeconds: 10, knownNote: version), at: past)
        #expect(try await mary.send("POST", "/api/studies/1.1/undo").status == 409)
    }

    @Test func `an addendum can be withdrawn in time`() async throws {
        _ = try await open(mary)
        #expect(try await sign(mary, signature("accept")).status == 200)
        let text = ["findings": ["More."], "impression": []]
        let addendum = try await sign(mary, ["verdict": "addendum", "revision": 1, "text": text])
        #expect(addendum.status == 200 && addendum.object["undoUntil"] is String, "\(addendum.text)")
        #expect(try await mary.send("POST", "/api/studies/1.1/undo").status == 204)
        let study = try await view(mary)
        #expect(study["state"] as? String == "accepted" && (study["reviews"] as? [Any])?.count == 1)
    }

    @Test func `a numbered list stays a numbered list`() async throws {
        _ = try await open(mary)
        let text = ["findings": ["1. Effusion.\n2.  Large heart.\n\nNo fracture."], "impression": []]
        #expect(try await sign(mary, signature("edit", ["text": text])).status == 200)
        let signed = try #require(try await view(mary)["text"] as? [String: [String]])
        #expect(signed["findings"] == ["1. Effusion.\n2. Large heart.", "No fracture."])
    }

    @Test func `unsigned text is saved for its reviewer only, while the study is open`() async throws {
        let note: [String: Any] = ["revision": 1, "findings": "<script>alert(1)</script>", "impression": ""]
        #expect(try await mary.send("PUT", "/api/studies/1.1/note", json: note).status == 409)
        _ = try await open(mary)
        let saved = try await mary.send("PUT", "/api/studies/1.1/note", json: note)
        #expect(saved.status == 200 && saved.object["savedAt"] is String)
        #expect((try await view(mary)["note"] as? [String: Any])?["findings"] as? String == "<script>alert(1)</script>")
        #expect(try await view(paul)["note"] == nil)
        let version = try #require(saved.object["version"] as? Int)
        var other = note
        other["findings"] = "typed in another browser"
        let refused = try await mary.send("PUT", "/api/studies/1.1/note", json: other)
        #expect(refused.status == 409 && refused.object["refusal"] as? String == "other-text")
        #expect((refused.object["note"] as? [String: Any])?["findings"] as? String == "<script>alert(1)</script>")
        other["replaces"] = version
        let replaced = try await mary.send("PUT", "/api/studies/1.1/note", json: other)
        #expect(replaced.status == 200)
        #expect(try await mary.send("POST", "/api/studies/1.1/release").status == 204)
        #expect((try await view(mary)["note"] as? [String: Any])?["findings"] as? String == "typed in another browser")
        #expect(try await mary.send("DELETE", "/api/studies/1.1/note", json: ["replaces": version]).status == 409)
        let known = ["replaces": replaced.object["version"] ?? 0]
        #expect(try await mary.send("DELETE", "/api/studies/1.1/note", json: known).status == 204)
        #expect(try await view(mary)["note"] == nil)
        var long = note
        long["findings"] = String(repeating: "x", count: ReviewNote.byteLimit + 1)
        #expect(try await mary.send("PUT", "/api/studies/1.1/note", json: long).status == 400)
    }

    @Test func `a late image refuses the signature of the old draft and keeps the unsigned text`() async throws {
        _ = try await open(mary)
        _ = try await mary.send(
            "PUT", "/api/studies/1.1/note", json: ["revision": 1, "findings": "typed", "impression": ""])
        try page.fixture.admit(instance: 2)
        #expect(try await sign(mary, signature("accept")).status == 409)
        try page.fixture.draftNext()
        #expect(try await sign(mary, signature("accept")).status == 409)
        let study = try await view(mary)
        #expect(study["revision"] as? Int == 2)
        #expect((study["note"] as? [String: Any])?["revision"] as? Int == 1)
    }

    @Test func `a rejection needs one of the reasons, and an addendum a signed report`() async throws {
        let reasons = try await mary.get("/api/rejection-reasons")
        #expect(reasons.text.contains(#""code":"wrong-worklist-entry""#))
        _ = try await open(mary)
        #expect(try await sign(mary, ["verdict": "reject", "revision": 1]).status == 400)
        #expect(try await sign(mary, ["verdict": "reject", "revision": 1, "reason": "mood"]).status == 400)
        let text = ["findings": ["More."], "impression": []]
        #expect(try await sign(mary, ["verdict": "addendum", "revision": 1, "text": text]).status == 409)
        #expect(try await sign(mary, ["verdict": "reject", "revision": 1, "reason": "quality"]).status == 200)
    }

    @Test func `a session that was idle for ten minutes cannot sign`() async throws {
        _ = try await open(mary)
        try page.workList.writeForTest(
            "UPDATE session SET usedAt = usedAt - 660000, startedAt = startedAt - 660000 WHERE login = 'mary'")
        let refused = try await sign(mary, signature("accept"))
        #expect(refused.status == 403 && refused.object["mustConfirm"] as? Bool == true)
        #expect(try page.workList.workItem(ofStudy: "1.1").map { try page.workList.reviews(of: $0).count } == 0)
    }

    @Test func `the attention of a draft is there if it was kept`() async throws {
        #expect(try await mary.get("/api/studies/1.1/attention").status == 404)
        #expect(try await view(mary)["hasAttention"] as? Bool == false)
        try page.fixture.draftStudy(2, attention: Fixture.keptAttention)
        let attention = try await paul.get("/api/studies/1.2/attention").object
        #expect(attention["findings"] as? [String] == ["/wAAAA==", "AP8AAA=="] && attention["revision"] as? Int == 1)
        #expect((attention["grid"] as? [String: Double]) == ["size": 2, "first": 0.25, "step": 0.5])
        #expect(try await mary.get("/api/studies/1.2").object["hasAttention"] as? Bool == true)
        #expect(try await mary.get("/api/studies/9.9/attention").status == 404)
    }

    @Test func `statistics of the department are served as JSON and CSV without patients`() async throws {
        let numbers = try await mary.get("/api/department")
        #expect(numbers.status == 200 && (numbers.object["agreement"] as? [Any])?.count == 13)
        #expect(!numbers.text.contains("DOE") && !numbers.text.contains("P1"))
        let table = try await mary.get("/api/department?table=days", ["Accept": "text/csv"])
        #expect(table.headers["content-type"]?.hasPrefix("text/csv") == true)
        #expect(table.text.hasPrefix("day,drafts,signed\r\n"))
        #expect(try await mary.get("/api/department?table=odd").status == 400)
        #expect(try await mary.get("/api/department?from=2026-02-30").status == 400)
    }
}
