import Review
import Testing
import WorkListFixture

@testable import WebAccess

struct TextMacroTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture()
        try fixture.workList.add(User(login: "mary", name: "Doe^Mary", organization: "H", role: .reviewer), by: "root")
    }

    @Test func `a user can have a limited number of macros, and replace one at the limit`() throws {
        let workList = fixture.workList
        for number in 1...TextMacro.limit { try workList.save(TextMacro(name: "m\(number)", text: "t"), of: "mary") }
        #expect(throws: TextMacroError.tooMany) { try workList.save(TextMacro(name: "more", text: "t"), of: "mary") }
        try workList.save(TextMacro(name: "M1", text: "new"), of: "mary")
        #expect(try workList.textMacros(of: "mary").count == TextMacro.limit)
        #expect(try workList.textMacros(of: "mary").contains(TextMacro(name: "M1", text: "new")))
    }

    @Test func `macros are removed with their user`() throws {
        try fixture.workList.save(TextMacro(name: "a", text: "t"), of: "mary")
        try fixture.workList.removeUser("mary", by: "root")
        #expect(try fixture.workList.textMacros(of: "mary").isEmpty)
    }

    @Test func `the longest name and text fit into their rows in any script`() throws {
        let name = String(repeating: "\u{1F5BC}", count: TextMacro.nameLimit)
        let text = String(repeating: "\u{1F5BC}", count: TextMacro.textLimit)
        try fixture.workList.save(TextMacro(name: name, text: text), of: "mary")
        #expect(try fixture.workList.textMacros(of: "mary") == [TextMacro(name: name, text: text)])
    }
}
