import Foundation
import GRDB
import Testing
import WebAccess
import WorkListDatabase
import WorkListFixture

struct AccessTokenTests {
    private let fixture: Fixture
    private var workList: WorkListStore { fixture.workList }

    init() throws { fixture = try Fixture() }

    @Test func `a token is found by its secret, which the work list does not have`() throws {
        let secret = try workList.addAccessToken("viewer1", [.read], expiresAt: nil, by: "admin")
        #expect(secret.text.wholeMatch(of: /thx_[A-Za-z0-9_-]{43}/) != nil)
        let token = try #require(try workList.accessToken(secret))
        #expect(token.name == "viewer1" && token.scopes == [.read] && token.refusal(at: .now) == nil)
        #expect(try workList.accessToken(TokenSecret()) == nil)
        let row = try workList.read { try Data.fetchOne($0, sql: "SELECT hash FROM accessToken") }
        #expect(row == Data(secret.hash))
        #expect(try workList.acts().map(\.kind) == [.tokenAdded])
    }

    @Test func `a token that has expired or is revoked is refused, and its name is not given again`() throws {
        let secret = try workList.addAccessToken(
            "viewer1", [.read, .store], expiresAt: .now + 60, by: "admin")
        #expect(try workList.accessToken(secret)?.refusal(at: .now + 61) == "the token viewer1 has expired")
        try workList.revokeAccessToken("viewer1", by: "admin")
        try workList.revokeAccessToken("viewer1", by: "admin")
        #expect(try workList.accessToken(secret)?.refusal(at: .now) == "the token viewer1 is revoked")
        #expect(throws: TokenError.nameTaken("viewer1")) {
            try workList.addAccessToken("viewer1", [.read], expiresAt: nil, by: "admin")
        }
        #expect(throws: TokenError.noSuchToken("x")) { try workList.revokeAccessToken("x", by: "admin") }
        #expect(throws: TokenError.invalidName) {
            try workList.addAccessToken("a b", [.read], expiresAt: nil, by: "admin")
        }
        #expect(throws: TokenError.inThePast) {
            try workList.addAccessToken("b", [.read], expiresAt: .now - 1, by: "admin")
        }
        #expect(try workList.acts().map(\.kind) == [.tokenAdded, .tokenRevoked])
    }

    @Test func `a token has no AE title of this node, a peer or a caller`() throws {
        let caller = Caller(callingAETitle: "ROOM1", address: "192.0.2.1", at: .now)
        try workList.add([caller])
        for name in ["ROOM1", "room1", "ARCHIVE", "Thoraxd"] {
            #expect(throws: TokenError.nameOfCaller(name)) {
                try workList.addAccessToken(
                    name, [.store], expiresAt: nil, besides: ["THORAXD", "ARCHIVE"], by: "admin")
            }
        }
        _ = try workList.addAccessToken("room1-web", [.store], expiresAt: nil, besides: ["THORAXD"], by: "admin")
        #expect(try workList.accessTokens(namedLike: ["ROOM1-WEB", "X"]).map(\.name) == ["room1-web"])
        try workList.revokeAccessToken("room1-web", by: "admin")
        #expect(try workList.accessTokens(namedLike: ["ROOM1-WEB"]).isEmpty)
    }

    @Test func `the use of a token is written once a minute`() throws {
        let secret = try workList.addAccessToken("viewer1", [.read], expiresAt: nil, by: "admin")
        let start = Date(timeIntervalSince1970: 2_000_000_000)
        func use(after seconds: TimeInterval) throws -> Date? {
            try workList.noteUse(of: try #require(try workList.accessToken(secret)), at: start + seconds)
            return try workList.accessToken(secret)?.lastUsedAt
        }
        #expect(try use(after: 0) == start)
        #expect(try use(after: 59) == start)
        #expect(try use(after: 60) == start + 60)
    }

    @Test(arguments: [
        "", "thx_", "thx_" + String(repeating: "a", count: 42), "abc_" + String(repeating: "a", count: 43),
    ])
    func `a text without the form of a token's secret is refused`(text: String) {
        #expect(TokenSecret(text[...]) == nil)
    }
}
