import Foundation
import GRDB
import Logging
import Review
import TestHarness
import Testing
import WebAccess
import WebServing
import WorkListDatabase
import WorkListFixture

@testable import ReviewPage

@Suite(.timeLimit(.minutes(10)))
struct AdministrationTests {
    @Test func `an administrator adds, changes and removes a user, who signs in`() async throws {
        let page = try await RunningPage()
        let admin = try await page.signIn(.administrator)
        let new: [String: Any] = [
            "login": "mary", "name": "Doe^Mary", "organization": "Hospital", "role": "reviewer",
            "password": "short",
        ]
        #expect(try await admin.send("POST", "/api/users", json: new).status == 400)
        #expect(try page.workList.user("mary") == nil)
        let added = try await admin.send(
            "POST", "/api/users", json: new.merging(["password": RunningPage.password]) { $1 })
        #expect(added.status == 200, "\(added.text)")
        #expect(
            try await admin.send("POST", "/api/users", json: new.merging(["password": RunningPage.password]) { $1 })
                .status == 409)
        let mary = PageClient(page: page)
        #expect(try await mary.signIn("mary").status == 200)
        let users = try await admin.get("/api/users").object["users"] as? [[String: Any]]
        let row = try #require(users?.first { $0["login"] as? String == "mary" })
        #expect(row["hasPassword"] as? Bool == true && row["sessions"] as? Int == 1)
        #expect(try await admin.send("PATCH", "/api/users/mary", json: ["role": "viewer"]).status == 200)
        #expect(try page.workList.user("mary")?.role == .viewer)
        #expect(try await admin.send("PATCH", "/api/users/mary", json: ["password": "quite another one"]).status == 200)
        #expect(try await mary.signIn("mary", "quite another one").status == 200)
        #expect(try await admin.send("DELETE", "/api/users/mary").status == 204)
        #expect(try await admin.send("DELETE", "/api/users/mary").status == 404)
        let acts = try page.workList.acts().filter { $0.actor == "administrator" }
        #expect(acts.map(\.kind) == [.userAdded, .passwordSet, .userChanged, .passwordSet, .userRemoved])
        #expect(acts.allSatisfy { !"\($0.detail)".contains("quite") })
    }

    @Test func `an administrator cannot remove, disable or demote their own account`() async throws {
        let page = try await RunningPage()
        let admin = try await page.signIn(.administrator)
        #expect(try await admin.send("DELETE", "/api/users/administrator").status == 409)
        for change: [String: Any] in [["role": "viewer"], ["disabled": true]] {
            #expect(try await admin.send("PATCH", "/api/users/administrator", json: change).status == 409)
        }
    }

    @Test func `a token is shown once and can be revoked`() async throws {
        let page = try await RunningPage()
        let admin = try await page.signIn(.administrator)
        let added = try await admin.send("POST", "/api/tokens", json: ["name": "viewer1", "scopes": ["read"]])
        let secret = try #require(added.object["token"] as? String)
        #expect(secret.hasPrefix("thx_"))
        let listed = try await admin.get("/api/tokens")
        #expect(listed.text.contains("viewer1") && !listed.text.contains(secret.dropFirst(4)))
        #expect(try await admin.send("POST", "/api/tokens", json: ["name": "x", "scopes": []]).status == 400)
        #expect(try await admin.send("DELETE", "/api/tokens/viewer1").status == 204)
        let token = try page.workList.accessToken(try #require(TokenSecret(secret[...])))
        #expect(token?.refusal(at: .now) != nil)
    }

    @Test func `an administrator lists sessions and ends one`() async throws {
        let page = try await RunningPage()
        let mary = try await page.signIn(.reviewer, "mary")
        let admin = try await page.signIn(.administrator)
        let sessions = try #require(try await admin.get("/api/user-sessions").object["sessions"] as? [[String: Any]])
        #expect(sessions.count == 2 && sessions.contains { $0["own"] as? Bool == true })
        let id = try #require(sessions.first { $0["login"] as? String == "mary" }?["id"] as? Int)
        #expect(try await admin.send("DELETE", "/api/user-sessions/\(id)").status == 204)
        #expect(try await mary.get("/api/session").status == 401)
        #expect(try await admin.send("DELETE", "/api/user-sessions/\(id)").status == 404)
        #expect(try page.workList.acts().last?.kind == .sessionEnded)
    }

    @Test func `the status of the node names no patient`() async throws {
        let page = try await RunningPage()
        try page.fixture.draftStudy(1)
        let admin = try await page.signIn(.administrator)
        let node = try await admin.get("/api/node")
        #expect(node.status == 200, "\(node.text)")
        #expect((node.object["studies"] as? [String: Int])?["drafted"] == 1)
        let patient = try page.workList.read { db in
            try String.fetchAll(db, sql: "SELECT patientName FROM study UNION SELECT patientID FROM study")
        }
        #expect(!patient.isEmpty)
        for path in ["/api/node", "/api/users", "/api/tokens", "/api/user-sessions", "/api/about"] {
            let text = try await admin.get(path).text
            for name in patient { #expect(!text.contains("\"\(name)\""), "\(path)") }
        }
    }

    @Test func `a problem that lasts is shown however many events follow it`() async throws {
        let page = try await RunningPage()
        let admin = try await page.signIn(.administrator)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let incidents = IncidentLog("machine", in: page.workList, logger: logger)
        let expiring = RepeatedCondition(in: incidents, end: "replaced")
        expiring.isMet("the certificate of web expires", hint: "replace its files")
        for number in 1...30 { incidents.report("event \(number)", hint: "look at it") }
        let node = try await admin.get("/api/node").object
        let problems = try #require(node["problems"] as? [[String: Any]])
        let certificate = try #require(problems.first { $0["message"] as? String == "the certificate of web expires" })
        #expect(certificate["hint"] as? String == "replace its files" && certificate["since"] is String)
        #expect((node["lastErrors"] as? [Any])?.count == 20)
        // Its end would close the incident.
        #expect(expiring.lasts)
    }

    @Test func `a clock that is wrong or not kept is a problem`() {
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        #expect(NodeProblem.clock(at: now, latest: now + 59, isSynchronized: true) == nil)
        #expect(NodeProblem.clock(at: now, latest: now + 61, isSynchronized: true)?.hint.contains("NTP") == true)
        #expect(NodeProblem.clock(at: now, latest: nil, isSynchronized: false)?.source == "clock")
    }

    @Test func `every user can read the facts about the model`() async throws {
        let page = try await RunningPage()
        let folder = FileManager.default.temporaryDirectory.appending(path: "model-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(#"{"name":"lccl","version":"2","labels":["edema"]}"#.utf8)
            .write(to: folder.appending(path: "configuration.json"))
        try Data(
            #"{"statement":"For demonstration","dataset":"films","films":{"train":1},"patients":{},"scores":{}}"#.utf8
        )
        .write(to: folder.appending(path: "provenance.json"))
        page.settings.value.model = folder.path
        let viewer = try await page.signIn(.viewer)
        let model = try await viewer.get("/api/about").object["model"] as? [String: Any]
        #expect(model?["name"] as? String == "lccl" && model?["findings"] as? [String] == ["edema"])
        #expect(try await viewer.get("/api/session").object["demonstrationModel"] as? Bool == true)
    }
}
