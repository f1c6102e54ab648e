import Foundation
import Testing

/// `thoraxctl review statistics` over verdicts that were signed with the program.
struct ReviewStatisticsCommandTests {
    private func signedList() throws -> ReviewedList {
        let list = try ReviewedList(reports: [String](repeating: ReviewedList.report, count: 3))
        let text = "FINDINGS:\nThe lungs are clear.\nLarge left effusion.\nNew.\n"
        for arguments in [
            ["accept", "A1", "--revision", "1"], ["edit", "A2", "--revision", "1", "--file", "-"],
            ["reject", "A3", "--revision", "1", "--reason", "quality"],
        ] {
            let signed = try list.thoraxctl(["review"] + arguments + ["--as", "mary"], input: text)
            try #require(signed.status == 0, "\(signed)")
        }
        return list
    }

    @Test func `verdicts, words and sentences are counted`() throws {
        let list = try signedList()
        let shown = try list.thoraxctl("review", "statistics", "--since", "30d")
        #expect(shown.status == 0 && shown.output.hasPrefix("since      20"), "\(shown)")
        for line in [
            "verdicts   1 accepted, 1 edited, 1 rejected, 0 addended",
            "reports    2 signed from a draft, 50 % unchanged",
            "words      3 changed; median 0, at most 3 in nine of ten reports",
            "sentences  4 kept, 1 changed, 1 removed, 1 added",
        ] {
            #expect(shown.output.contains("\n\(line)\n"), "\(shown.output)")
        }
        #expect(shown.output.firstMatch(of: /added +findings +\(none\) +1/) != nil, "\(shown.output)")
    }

    @Test func `the same numbers are printed as JSON, and those before the time are left out`() throws {
        let list = try signedList()
        let json = try list.thoraxctl("review", "statistics", "--json").json
        #expect(json["since"] == nil)
        #expect((json["verdicts"] as? [String: Int]) == ["accepted": 1, "edited": 1, "rejected": 1, "addended": 0])
        #expect((json["sentences"] as? [String: Int]) == ["kept": 4, "changed": 1, "removed": 1, "added": 1])
        #expect(json["wordsChanged"] as? Int == 3 && json["shareUnchanged"] as? Double == 0.5)
        #expect((json["commonestChanges"] as? [Any])?.count == 3)
        let later = try list.thoraxctl("review", "statistics", "--since", "2999-01-01", "--json").json
        #expect(later["signedDrafts"] as? Int == 0 && later["medianEditDistance"] == nil)
        let none = try list.thoraxctl("review", "statistics", "--since", "2999-01-01")
        #expect(none.output.contains("verdicts   0 accepted, 0 edited, 0 rejected, 0 addended\n"), "\(none)")
    }
}
