import Testing

@testable import Platform

struct JournalEntryTests {
    @Test func `fields are lines, and one with a line break has its length`() {
        var entry = JournalEntry()
        entry.append("MESSAGE", "draft stored")
        entry.append("THORAXD_HINT", "one\ntwo")
        #expect(
            entry.bytes == Array("MESSAGE=draft stored\nTHORAXD_HINT\n".utf8) + [7, 0, 0, 0, 0, 0, 0, 0]
                + Array("one\ntwo\n".utf8))
    }

    @Test(arguments: [
        ("part", "THORAXD_PART"), ("study.uid", "THORAXD_STUDY_UID"), ("größe 2", "THORAXD_GR_SSE_2"),
        ("a=b\nc", "THORAXD_A_B_C"),
    ])
    func `any key becomes a name that the journal accepts`(key: String, name: String) {
        #expect(JournalEntry.name(of: key) == name)
        #expect(JournalEntry.name(of: String(repeating: "k", count: 99)).utf8.count == 64)
    }
}
