import Testing

@testable import thoraxctl

struct CountArgumentTests {
    @Test(arguments: ["0", "-1", "1001", "", "3x", "1.5", "99999999999999999999"])
    func `a count outside of its bounds, or of another form, is refused`(text: String) {
        #expect(BackupCount(argument: text) == nil)
    }

    @Test func `a count at its bounds is accepted, and the help states them`() {
        #expect(BackupCount(argument: "1")?.backups == 1 && BackupCount(argument: "1000")?.backups == 1000)
        #expect(ValidDays(argument: "36500")?.days == 36_500 && ValidDays(argument: "36501") == nil)
        #expect(Limit(argument: "100000")?.rows == 100_000 && Limit(argument: "100001") == nil)
        #expect(BackupCount.bounds == "1 to 1000" && Limit.bounds == "1 to 100000")
    }
}
