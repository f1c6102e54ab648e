import Foundation
import Testing
import WorkListDatabase

/// `thoraxctl tokens` on a real work list.
struct TokensCommandTests {
    @Test func `tokens are added and shown once, listed without their secrets, and revoked`() throws {
        let list = try ReviewedList()
        let added = try list.thoraxctl("tokens", "add", "viewer1", "--scope", "read", "--days", "30")
        let secret = added.output.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(secret.wholeMatch(of: /thx_[A-Za-z0-9_-]{43}/) != nil, "\(added)")
        let twice = try list.thoraxctl("tokens", "add", "viewer1")
        #expect(twice.status == 1 && twice.errors.contains("there is or was a token named viewer1"))
        let both = try list.thoraxctl("tokens", "add", "station1", "--scope", "read", "--scope", "store", "--json")
        #expect(try both.json["scopes"] as? [String] == ["read", "store"])
        #expect(try both.json["token"] as? String != nil)

        let listed = try list.thoraxctl("tokens").output
        #expect(listed.firstMatch(of: /station1 +read store +valid +never +never/) != nil, "\(listed)")
        #expect(listed.firstMatch(of: /viewer1 +read +valid +\d{4}-\d\d-\d\d +never/) != nil, "\(listed)")
        #expect(!listed.contains("thx_"))

        #expect(try list.thoraxctl("tokens", "revoke", "viewer1").output == "viewer1 revoked\n")
        #expect(try list.thoraxctl("tokens", "revoke", "nobody").status == 2)
        #expect(try list.thoraxctl("tokens").output.firstMatch(of: /viewer1 +read +revoked/) != nil)
        let acts = try list.workList.acts().suffix(3)
        #expect(acts.map(\.kind) == [.tokenAdded, .tokenAdded, .tokenRevoked])
        #expect(acts.allSatisfy { !"\($0.detail)".contains("thx_") })
    }

    @Test(arguments: [
        ("a b", "--days", "1"), ("12345678901234567", "--days", "1"), (#"back\slash"#, "--days", "1"),
        ("x", "--days", "0"), ("x", "--scope", "sign"),
    ])
    func `a token that cannot be is refused`(name: String, option: String, value: String) throws {
        let list = try ReviewedList()
        let refused = try list.thoraxctl("tokens", "add", name, option, value)
        #expect(refused.status != 0 && refused.output.isEmpty, "\(refused)")
    }
}
