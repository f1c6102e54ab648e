import Delivery
import Foundation
import Platform
import Retention
import Review
import Synchronization
import Testing
import WebAccess
import WorkListDatabase
import WorkListFixture

@testable import Control
@testable import WorkList

/// Who may change what. The accounts are given as the kernel would: by their ids.
struct ChangeDeskTests {
    private let fixture: Fixture
    private let workList: WorkListStore
    private let desk: ChangeDesk
    private let item: Int64

    private let root = Account(id: 0, login: "root")
    private let service = Account(id: 900, login: "thoraxd")
    private let mary = Account(id: 1001, login: "mary")
    private let stranger = Account(id: 1009, login: "stranger")
    /// Mapped to the fixture's user with the role administrator.
    private let ann = Account(id: 1003, login: "admin")

    init() throws {
        fixture = try Fixture()
        workList = fixture.workList
        try fixture.addUsers()
        item = try fixture.draftStudy()
        desk = ChangeDesk(
            workList, .init(claimMinutes: 30, retention: RetentionPolicy(), aeTitle: "THORAXD") { _ in [] },
            service: service.id)
    }

    private func accept(as login: String? = nil) -> Change {
        .review(.sign(.accept, revision: 1), study: "1.1", as: login)
    }

    private func refusal(_ change: Change, _ account: Account) -> ControlError? {
        #expect(throws: ControlError.self) { try desk.make(change, for: account) }
    }

    @Test func `the stages are woken after each change, and not by one that is refused`() throws {
        let wakes = Mutex(0)
        let desk = ChangeDesk(
            workList, .init(claimMinutes: 30, retention: RetentionPolicy(), aeTitle: "THORAXD") { _ in [] },
            service: service.id, onChange: { wakes.withLock { $0 += 1 } })
        for change: Change in [
            .study(.hold(reason: "r"), study: "1.1"), .study(.unhold, study: "1.1"), .retryAllFailed,
        ] {
            _ = try desk.make(change, for: ann)
        }
        #expect(wakes.withLock { $0 } == 3)
        #expect(throws: ControlError.self) { try desk.make(.retryAllFailed, for: stranger) }
        #expect(wakes.withLock { $0 } == 3)
    }

    @Test func `an account signs as the user whose login it has`() throws {
        _ = try desk.make(accept(), for: mary)
        #expect(try workList.reviews(of: item).map(\.reviewer.login) == ["mary"])
        let act = try #require(try workList.acts().last)
        #expect(act.kind == .accepted && act.actor == "mary" && act.detail["account"] == nil)
    }

    @Test func `a reviewer signs as nobody else, whether that user exists or not`() throws {
        for other in ["paul", "admin", "nobody", "root"] {
            #expect(refusal(accept(as: other), mary) == .mayNotActAs(login: other, account: "mary"))
        }
        for change: ReviewChange in [.open, .release, .confirm(report: nil), .dismiss(report: nil)] {
            let refused = refusal(.review(change, study: "1.1", as: "paul"), mary)
            #expect(refused == .mayNotActAs(login: "paul", account: "mary"))
        }
        #expect(try workList.reviews(of: item).isEmpty && workList.reviewableStudy(item).claim == nil)
        _ = try desk.make(accept(as: "mary"), for: mary)
    }

    @Test func `an administrator acts as a reviewer, and both are on record`() throws {
        for (study, account) in [(1, root), (2, service), (3, ann)] {
            if study > 1 { try fixture.draftStudy(study) }
            _ = try desk.make(.review(.sign(.accept, revision: 1), study: "1.\(study)", as: "mary"), for: account)
            let act = try #require(try workList.acts().last)
            #expect(act.actor == "mary" && act.detail["account"] == account.login)
        }
    }

    private func password() throws -> PasswordHash {
        try PasswordHash(
            of: "correct horse battery", for: "mary", cost: ScryptCost(rounds: 16, blockSize: 1, parallelism: 1))
    }

    @Test func `an account that is no user may change nothing`() throws {
        let changes: [Change] = [
            accept(), .review(.open, study: "1.1", as: nil), .study(.hold(reason: "x"), study: "1.1"), .retryAllFailed,
            .removeUser(login: "mary"), .setPassword(login: "mary", try password()), .runRetention(isConfirmed: true),
            .retryDeliveries(.allFailed),
            .addUser(User(login: "stranger", name: "A^B", organization: "C", role: .administrator)),
            .addToken("viewer1", scopes: [.read], expiresAt: nil),
        ]
        let acts = try workList.acts().count
        for change in changes {
            #expect(refusal(change, stranger) == .noUser(account: "stranger", isAdministrator: false))
        }
        let asMary = refusal(accept(as: "mary"), stranger)
        #expect(asMary == .mayNotActAs(login: "mary", account: "stranger"))
        #expect(try workList.acts().count == acts)
    }

    @Test func `a reviewer only reviews`() throws {
        let changes: [Change] = [
            .study(.hold(reason: "x"), study: "1.1"), .study(.setPriority(1), study: "1.1"),
            .study(.requeue(isForced: true), study: "1.1"), .retryAllFailed, .retryDocuments(study: "1.1"),
            .removeUser(login: "paul"), .setPassword(login: "mary", try password()),
            .changeUser(login: "mary", UserChange()), .runRetention(isConfirmed: true),
            .retryDeliveries(.allFailed), .addToken("viewer1", scopes: [.read], expiresAt: nil),
            .revokeToken("viewer1"),
        ]
        for change in changes {
            #expect(refusal(change, mary) == .onlyAdministrators(account: "mary", change: change.name))
        }
        for account in [root, service, ann] {
            _ = try desk.make(.study(.setPriority(1), study: "1.1"), for: account)
            #expect(try workList.acts().last?.actor == account.login)
        }
    }

    @Test func `an administrator adds and revokes a token, and the act has the account`() throws {
        guard case .token(let secret) = try desk.make(.addToken("viewer1", scopes: [.read], expiresAt: nil), for: ann)
        else {
            Issue.record("no secret")
            return
        }
        let made = try #require(TokenSecret(secret[...]))
        let token = try #require(try workList.accessToken(made))
        #expect(token.name == "viewer1" && token.refusal(at: .now) == nil)
        #expect(try desk.make(.revokeToken("viewer1"), for: root) == .done)
        let acts = try workList.acts().suffix(2)
        #expect(acts.map(\.kind) == [.tokenAdded, .tokenRevoked] && acts.map(\.actor) == [ann.login, root.login])
    }

    @Test func `a token with the title of this node or of a peer is refused`() throws {
        var settings = ChangeDesk.Settings(claimMinutes: 30, retention: RetentionPolicy(), aeTitle: "THORAXD") { _ in []
        }
        settings.peerTitles = ["ARCHIVE"]
        desk.change(to: settings)
        for name in ["THORAXD", "archive"] {
            #expect(throws: TokenError.nameOfCaller(name)) {
                try desk.make(.addToken(name, scopes: [.read], expiresAt: nil), for: ann)
            }
        }
    }

    @Test func `root without a user must say as whom it signs`() throws {
        #expect(refusal(accept(), root) == .noUser(account: "root", isAdministrator: true))
        #expect(ControlError.noUser(account: "root", isAdministrator: true).hint.contains("--as LOGIN"))
    }

    @Test func `a disabled user does nothing, also as an administrator`() throws {
        var change = UserChange()
        change.isDisabled = true
        for login in ["mary", "admin"] { try workList.change(login, change, by: "root") }
        #expect(throws: ReviewError.notAReviewer("mary", isDisabled: true)) { try desk.make(accept(), for: mary) }
        #expect(refusal(.retryAllFailed, ann) == .onlyAdministrators(account: "admin", change: "retry"))
        #expect(refusal(accept(as: "paul"), ann) == .mayNotActAs(login: "paul", account: "admin"))
    }

    @Test func `an id without a login is nobody's, and one that stands for any account is refused`() throws {
        try workList.add(User(login: "1500", name: "Doe^Eve", organization: "H", role: .reviewer), by: "root")
        let nameless = Account(id: 1500, login: nil)
        #expect(refusal(accept(), nameless) == .noUser(account: "1500", isAdministrator: false))
        let anybody = Account(id: 65_534, login: "mary")
        #expect(refusal(accept(), anybody) == .accountUnknown(id: 65_534))
        #expect(ControlError.accountUnknown(id: 65_534).hint.contains("PrivateUsers=no"))
    }

    @Test func `a text that no report can have is not signed, however it was sent`() throws {
        for text in ["bell \u{7}", String(repeating: "x", count: 65_537)] {
            let change = Change.review(
                .sign(.edit(SignedText(findings: [text], impression: [])), revision: 1), study: "1.1", as: nil)
            #expect(throws: ReviewError.self) { try desk.make(change, for: mary) }
        }
        #expect(try workList.reviews(of: item).isEmpty)
    }

    @Test func `what a study's state does not allow is said in its words`() throws {
        _ = try desk.make(.review(.open, study: "1.1", as: nil), for: mary)
        #expect(refusal(.study(.retry, study: "1.1"), root) == .heldByReviewer)
        _ = try desk.make(.review(.release, study: "1.1", as: nil), for: mary)
        #expect(refusal(.study(.retry, study: "1.1"), root) == .notFailed(.drafted))
    }
}
