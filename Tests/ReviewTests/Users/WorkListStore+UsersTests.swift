import DICOMCore
import Testing
import WorkListFixture

@testable import Review
@testable import WorkList
@testable import WorkListDatabase

struct UsersTests {
    private let fixture: Fixture
    private let workList: WorkListStore
    private let mary = User(
        login: "mary", name: "Doe^Mary=道^麻里", organization: "Hospital",
        code: CodedConcept(value: "4711", scheme: "99HOSPITAL", meaning: "Mary Doe"), role: .reviewer)

    init() throws {
        fixture = try Fixture()
        workList = fixture.workList
    }

    @Test func `users are added, changed and removed, and every step is recorded`() throws {
        try workList.add(mary, by: "root")
        #expect(try workList.users() == [mary])
        #expect(try fixture.refusal { try workList.add(mary, by: "root") } == .loginTaken("mary"))
        var changed = mary
        changed.code = nil
        changed.isDisabled = true
        var change = UserChange()
        change.code = .removed
        change.isDisabled = true
        #expect(try workList.change("mary", change, by: "ann") == changed)
        #expect(try workList.user("mary") == changed)
        try workList.removeUser("mary", by: "ann")
        #expect(try workList.users().isEmpty)
        #expect(try fixture.refusal { try workList.change("mary", change, by: "ann") } == .noSuchUser("mary"))
        #expect(try fixture.refusal { try workList.removeUser("mary", by: "ann") } == .noSuchUser("mary"))
        let acts = try workList.acts()
        #expect(acts.map(\.kind) == [.userAdded, .userChanged, .userRemoved])
        #expect(acts.map(\.actor) == ["root", "ann", "ann"])
        #expect(acts[1].detail["changed"] == "code disabled")
    }

    @Test func `what was signed keeps the name of a user who is gone`() throws {
        try workList.add(mary, by: "root")
        let item = try fixture.draftStudy()
        _ = try workList.sign(.accept, of: item, by: "mary")
        try workList.removeUser("mary", by: "root")
        #expect(try workList.reviews(of: item).map(\.reviewer) == [mary.reviewer])
    }

    @Test(arguments: [
        ("", "Doe^Mary", "Hospital"), ("mary doe", "Doe^Mary", "Hospital"), ("mary", "", "Hospital"),
        ("mary", "^Mary", "Hospital"), ("mary", "Doe\\Mary", "Hospital"), ("mary", "a^b^c^d^e^f", "Hospital"),
        ("mary", "Doe\u{1B}", "Hospital"), ("mary", String(repeating: "x", count: 65), "Hospital"),
        ("mary", "a=b=c=d", "Hospital"), ("mary", "Doe^Mary", " "),
        ("mary", "Doe^Mary", String(repeating: "x", count: 65)),
    ])
    func `what a report cannot state is refused`(login: String, name: String, organization: String) throws {
        let user = User(login: login, name: name, organization: organization, role: .reviewer)
        guard case .invalidUser = try fixture.refusal({ try workList.add(user, by: "root") }) else {
            return #expect(Bool(false), "\(login) \(name) was taken")
        }
    }
}
