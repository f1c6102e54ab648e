import Auditing
import Foundation
import Review
import TestHarness
import Testing
import WebAccess
import WorkListDatabase
import WorkListFixture

@testable import DICOMWeb

/// A viewer beside the review page reads with the session of its user.
@Suite(.timeLimit(.minutes(10)))
struct SessionAccessTests {
    private func cookie(_ front: RunningFront, _ role: User.Role) throws -> [String: String] {
        try front.workList.add(
            User(login: role.rawValue, name: "Doe^Mary", organization: "Hospital", role: role), by: "root")
        let secret = try front.workList.startSession(of: role.rawValue, from: "127.0.0.1", replacing: nil)
        return ["Cookie": "other=1; __Host-thoraxd=\(secret.text)"]
    }

    @Test func `a session reads, stores nothing, and shows an administrator nothing`() async throws {
        let front = try await RunningFront()
        #expect(try await front.store([WebObject.file(1)]).status == 200)
        for role in [User.Role.viewer, .reviewer] {
            let own = try cookie(front, role)
            #expect(try await front.send("/studies", token: .some(nil), headers: own).matches.count == 1)
            let stored = try await front.send(
                "/studies", method: "POST", token: .some(nil), headers: own, body: Array("x".utf8))
            #expect(stored.status == 401, "\(stored.text)")
            let foreign = own.merging(["Sec-Fetch-Site": "cross-site"]) { $1 }
            #expect(try await front.send("/studies", token: .some(nil), headers: foreign).status == 401)
        }
        let admin = try cookie(front, .administrator)
        #expect(try await front.send("/studies", token: .some(nil), headers: admin).status == 403)
    }

    @Test func `a session that ended reads no longer, and its reading was on the trail`() async throws {
        let front = try await RunningFront()
        let own = try cookie(front, .viewer)
        _ = front.audit.take()
        #expect(try await front.send("/studies", token: .some(nil), headers: own).status == 200)
        guard case .queried(let caller, _)? = front.audit.take().first?.what else {
            Issue.record("no query")
            return
        }
        #expect(caller == .init(login: "viewer", address: "127.0.0.1"))
        try front.workList.endSessions(of: "viewer")
        #expect(try await front.send("/studies", token: .some(nil), headers: own).status == 401)
    }
}
