import Foundation
import Review
import TestHarness
import Testing
import WebAccess
import WorkListDatabase

@testable import WorkList

/// `thoraxctl users` on a real work list.
@Suite(.blocking) struct UsersCommandTests {
    @Test func `users are added, listed, changed, disabled and removed`() throws {
        let list = try ReviewedList()
        let added = try list.thoraxctl(
            "users", "add", "eve", "--name", "Moe^Eve", "--organization", "Clinic", "--code", "4711^99HOSP^Eve Moe")
        #expect(added.output == "eve added; may sign reports\n", "\(added)")
        #expect(!added.errors.contains("family name"))
        let spaced = try list.thoraxctl("users", "add", "ada", "--name", "Ada Moe", "--organization", "Clinic")
        #expect(spaced.status == 0 && spaced.errors.contains("Ada Moe has no ^"), "\(spaced)")
        #expect(try list.thoraxctl("users", "change", "ada", "--name", "Moe^Ada").errors.isEmpty)
        #expect(try list.thoraxctl("users", "remove", "ada").status == 0)
        let twice = try list.thoraxctl("users", "add", "eve", "--name", "Moe^Eve", "--organization", "Clinic")
        #expect(twice.status == 1 && twice.errors.contains("there is already a user eve"))
        let listed = try list.thoraxctl("users").output
        #expect(listed.firstMatch(of: /eve +reviewer +Moe\^Eve +Clinic +4711\^99HOSP\^Eve Moe/) != nil, "\(listed)")

        let changed = try list.thoraxctl(
            "users", "change", "eve", "--role", "administrator", "--disable-user", "--code", "none", "--json")
        let json = try changed.json
        #expect(json["role"] as? String == "administrator" && json["isDisabled"] as? Bool == true)
        #expect(json["code"] == nil && json["name"] as? String == "Moe^Eve")
        #expect(try list.thoraxctl("users").output.contains("administrator, disabled"))
        #expect(try list.thoraxctl("users", "change", "eve").status == 64)

        #expect(try list.thoraxctl("users", "remove", "eve").status == 0)
        #expect(try list.thoraxctl("users", "remove", "eve").status == 2)
        let acts = try list.workList.acts().filter { $0.detail["login"] == "eve" }
        #expect(acts.map(\.kind) == [.userAdded, .userChanged, .userRemoved])
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: ReviewedList.script), "needs script of bsdutils"))
    func `Ctrl-C at the prompt for a password leaves a terminal that shows what is typed`() throws {
        let list = try ReviewedList()
        let running = try list.start(["users", "password", "mary"], atTerminal: "stty -a")
        #expect(eventually { running.output.contains("Password for mary") || !running.isRunning })
        try running.type("\u{3}")
        #expect(running.end().output.contains(" echo "), "\(running.output)")
    }

    @Test func `a password is a line of standard input, or is typed twice at a terminal that does not show it`() throws
    {
        let list = try ReviewedList()
        let words = ["--name", "Moe^Eve", "--organization", "Clinic", "--password"]
        let short = try list.thoraxctl(
            "users", "add", "eve", words[0], words[1], words[2], words[3], words[4], input: "short\n")
        #expect(short.status == 1 && short.errors.contains("12 to 128 characters"), "\(short)")
        #expect(try list.workList.user("eve") == nil)
        let added = try list.thoraxctl(
            "users", "add", "eve", words[0], words[1], words[2], words[3], words[4], input: "correct horse battery\n")
        #expect(added.status == 0, "\(added)")
        let desk = PasswordDesk(list.workList)
        #expect(try desk.compare("correct horse battery", of: "eve"))

        let typed = "quite another one\nquite another one\n"
        let changed = try list.thoraxctl(["users", "password", "eve"], atTerminal: typed)
        #expect(changed.status == 0 && changed.output.contains("eve has a new password"), "\(changed)")
        #expect(try desk.compare("quite another one", of: "eve"))
        let different = try list.thoraxctl(
            ["users", "password", "eve"], atTerminal: "one long password\nother long password\n")
        #expect(different.status == 64 && different.output.contains("not the same"), "\(different)")
        #expect(try list.thoraxctl("users", "password", "nobody", input: "quite another one\n").status == 2)
        #expect(try list.workList.acts().allSatisfy { !"\($0.detail)".contains("another") })
    }

    @Test func `what no report can state is refused`() throws {
        let list = try ReviewedList()
        for (name, code) in [("^Eve", "1^2^3"), ("Moe^Eve", "1^\(String(repeating: "x", count: 17))^3")] {
            let refused = try list.thoraxctl(
                "users", "add", "eve", "--name", name, "--organization", "Clinic", "--code", code)
            #expect(
                refused.status == 1 && refused.errors.contains("hint: use a value that a report can contain"),
                "\(refused)")
        }
        let malformed = try list.thoraxctl(
            "users", "add", "eve", "--name", "Moe", "--organization", "Clinic", "--code", "4711")
        #expect(malformed.status == 64)
        #expect(try list.workList.user("eve") == nil)
    }
}
