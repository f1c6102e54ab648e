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

    @Test func `a draft that is withheld is not read with a session, and its films and other clients are not affected`()
        async throws
    {
        let front = try await RunningFront(blind: BlindReading(percent: 100))
        try front.fixture.draftStudy()
        let own = try cookie(front, .reviewer)
        func read(_ path: String, withSession: Bool) async throws -> Int {
            let answer =
                withSession
                ? try await front.send("/studies/1.1\(path)", token: .some(nil), headers: own)
                : try await front.send("/studies/1.1\(path)")
            return answer.status
        }
        // No file is behind the rows of the fixture, so what is permitted fails otherwise.
        let document = "/series/1.1.9/instances/1.1.9.1/metadata"
        #expect(try await read("/draft", withSession: true) == 403)
        #expect(try await read("/draft", withSession: false) == 200)
        #expect(try await read(document, withSession: true) == 403)
        #expect(try await read(document, withSession: false) != 403)
        #expect(try await read("/series/1.1.1/instances/1.1.1.1/metadata", withSession: true) != 403)
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
