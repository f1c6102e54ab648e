import Foundation
import GRDB
import Review
import Testing
import WorkListDatabase
import WorkListFixture

@testable import WebAccess

struct PasswordTests {
    private let fixture: Fixture
    private var workList: WorkListStore { fixture.workList }
    private static let cheap = ScryptCost(rounds: 16, blockSize: 1, parallelism: 1)
    private static let password = "correct horse battery"

    init() throws {
        fixture = try Fixture()
        try workList.add(User(login: "mary", name: "Doe^Mary", organization: "H", role: .reviewer), by: "root")
    }

    private func hash(_ cost: ScryptCost = cheap) throws -> PasswordHash {
        try PasswordHash(of: Self.password, for: "mary", cost: cost)
    }

    @Test func `two hashes of one password have different salts, and only that password matches`() throws {
        #expect(try hash() != hash())
        #expect(try hash().isOf(Self.password) && !hash().isOf(Self.password + "x"))
    }

    @Test func `letters that look alike are the same, however the keyboard writes them`() throws {
        let composed = try PasswordHash(of: "caf\u{E9} au lait noir", for: "mary", cost: Self.cheap)
        #expect(try composed.isOf("cafe\u{301} au lait noir"))
    }

    @Test(arguments: ["short", "aaaaaaaaaaaaaaaa", "mary-had-a-lamb", String(repeating: "ab1c2d", count: 30)])
    func `a password that is easy to guess is refused`(password: String) {
        #expect(throws: AccountError.self) { try PasswordHash(of: password, for: "mary", cost: Self.cheap) }
    }

    @Test(arguments: [
        ScryptCost(rounds: 1 << 24, blockSize: 8, parallelism: 1),
        ScryptCost(rounds: 1000, blockSize: 8, parallelism: 1),
        ScryptCost(rounds: 1 << 15, blockSize: 1 << 20, parallelism: 1),
        ScryptCost(rounds: 1 << 15, blockSize: 8, parallelism: 1 << 20),
        ScryptCost(rounds: 0, blockSize: 8, parallelism: 1),
    ]) func `a hash whose parameters ask for too much memory or time is refused`(cost: ScryptCost) throws {
        #expect(!cost.isBounded)
        let sent = try JSONEncoder().encode(hash())
        let text = String(decoding: sent, as: UTF8.self).replacing("\"rounds\":16", with: "\"rounds\":\(1 << 24)")
        #expect(throws: AccountError.unusableHash) {
            try JSONDecoder().decode(PasswordHash.self, from: Data(text.utf8))
        }
    }

    @Test func `a hash with other parameters is replaced when the password is given`() throws {
        try workList.setPassword(hash(), of: "mary", by: "root")
        let dearer = ScryptCost(rounds: 32, blockSize: 1, parallelism: 1)
        let desk = PasswordDesk(workList, cost: dearer)
        #expect(try !desk.compare("wrong password", of: "mary"))
        #expect(try workList.passwordHash(of: "mary")?.cost == Self.cheap)
        #expect(try desk.compare(Self.password, of: "mary"))
        #expect(try workList.passwordHash(of: "mary")?.cost == dearer)
        #expect(try desk.compare(Self.password, of: "mary"))
        #expect(try !desk.compare(Self.password, of: "unknown"))
    }

    @Test func `the work list and its acts have no password`() throws {
        try workList.setPassword(hash(), of: "mary", by: "root")
        let act = try #require(try workList.acts().last)
        #expect(act.kind == .passwordSet && act.detail == ["login": "mary"])
        #expect(throws: ReviewError.self) { try workList.setPassword(try hash(), of: "unknown", by: "root") }
    }
}
