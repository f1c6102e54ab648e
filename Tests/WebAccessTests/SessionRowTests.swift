import Foundation
import GRDB
import Review
import Testing
import WorkListDatabase
import WorkListFixture

@testable import WebAccess

struct SessionRowTests {
    private let fixture: Fixture
    private var workList: WorkListStore { fixture.workList }
    private let start = Date(milliseconds: 1_800_000_000_000)

    init() throws {
        fixture = try Fixture()
        try workList.add(User(login: "mary", name: "Doe^Mary", organization: "H", role: .reviewer), by: "root")
    }

    private func started() throws -> SessionSecret {
        try workList.startSession(of: "mary", from: "10.0.0.1", replacing: nil, at: start)
    }

    @Test func `the work list has only the hash of the secret`() throws {
        let secret = try started()
        let session = try #require(try workList.session(secret, at: start))
        #expect(session.user.login == "mary" && session.address == "10.0.0.1")
        let hash = try workList.read { try Data.fetchOne($0, sql: "SELECT hash FROM session") }
        #expect(hash == Data(secret.hash) && !secret.text.isEmpty)
    }

    @Test func `a session ends half an hour after its last use, and twelve hours after its start`() throws {
        let secret = try started()
        #expect(try workList.session(secret, at: start + 1799) != nil)
        #expect(try workList.session(secret, at: start + 1800) == nil)
        var now = start
        while now < start + 43_200 - 1000 {
            let session = try #require(try workList.session(secret, at: now))
            try workList.noteUse(of: session, at: now)
            now += 1000
        }
        #expect(try workList.session(secret, at: start + 43_199) != nil)
        #expect(try workList.session(secret, at: start + 43_200) == nil)
        #expect(try workList.endSessionsThatAreOver(at: start + 43_200).map(\.user.login) == ["mary"])
        #expect(try workList.endSessionsThatAreOver(at: start + 43_200).isEmpty)
    }

    @Test func `a user has at most sixteen sessions, and a further one ends the session that was unused for longest`()
        throws
    {
        let secrets = try (0..<17).map { number in
            try workList.startSession(of: "mary", from: "a", replacing: nil, at: start + Double(number))
        }
        #expect(try workList.sessions(at: start + 20).count == 16)
        #expect(try workList.session(secrets[0], at: start + 20) == nil)
        #expect(try workList.session(secrets[16], at: start + 20) != nil)
    }

    @Test func `after ten idle minutes a session is unattended until the password is given`() throws {
        let secret = try started()
        let back = start + 601
        let session = try #require(try workList.session(secret, at: back))
        #expect(session.isUnattended(at: back) && !session.isUnattended(at: start + 599))
        try workList.noteUse(of: session, at: back)
        let used = try #require(try workList.session(secret, at: back))
        #expect(used.isUnattended(at: back))
        try workList.noteUse(of: used, isProof: true, at: back)
        #expect(try workList.session(secret, at: back)?.isUnattended(at: back) == false)
    }
}
