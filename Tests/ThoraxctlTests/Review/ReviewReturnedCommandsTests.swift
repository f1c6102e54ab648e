import Foundation
import Review
import Testing
import WorkList
import WorkListDatabase

/// `thoraxctl review confirm` and `dismiss`.
struct ReviewReturnedCommandsTests {
    @Test func `a report of a stranger is shown, confirmed and passed on to others than its sender`() throws {
        let list = try ReviewedList()
        try list.sendBack()
        let path = list.directory + "/thoraxd.yaml"
        let peers = """
            peers:
              - { name: archive, ae_title: A, host: h, deliver: [basic-text-sr] }
              - { name: pages, ae_title: B, host: h, deliver: [encapsulated-pdf] }
              - { name: station, ae_title: STATION, host: h, deliver: [basic-text-sr] }
            """
        try Data(peers.utf8).write(to: URL(filePath: path))
        let listed = try list.thoraxctl("review")
        #expect(
            listed.output.firstMatch(
                of: /waits for confirmation +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +station +Moe\^Max +A1/) != nil, "\(listed)"
        )
        #expect(
            try list.thoraxctl("status").output.contains("returned  1 signed, to be confirmed; see thoraxctl review"))
        let shown = try list.thoraxctl("review", "show", "A1")
        #expect(shown.output.contains("waits for confirmation: its signer is not known here"), "\(shown)")
        #expect(shown.output.contains("signed by Moe^Max") && shown.output.contains("  Large effusion."))
        let json = try list.thoraxctl("review", "show", "A1", "--json").json
        #expect((json["returned"] as? [[String: Any]])?.first?["observer"] as? String == "Moe^Max")

        let refused = try list.thoraxctl("review", "confirm", "A1", "--as", "ann", "--config", path)
        #expect(refused.status == 1 && refused.errors.contains("ann is not a reviewer"))
        let confirmed = try list.thoraxctl("review", "confirm", "A1", "--as", "mary", "--config", path)
        #expect(confirmed.status == 0, "\(confirmed)")
        #expect(confirmed.output == "confirmed: study 1.1, draft 1 is edited by Moe^Max\nto archive\n")
        let item = try list.workList.workItem(named: "A1")
        #expect(try list.workList.reviews(of: item).map(\.reviewer.name) == ["Moe^Max"])
        let again = try list.thoraxctl("review", "confirm", "A1", "--as", "mary")
        #expect(again.status == 2 && again.errors.contains("waits for confirmation"), "\(again)")
    }

    @Test func `a report is dismissed by its id where several wait`() throws {
        let list = try ReviewedList()
        try list.sendBack(1)
        try list.sendBack(2)
        let several = try list.thoraxctl("review", "dismiss", "A1", "--as", "mary")
        #expect(several.status == 1 && several.errors.contains("wait for confirmation: 1, 2"), "\(several)")
        let dismissed = try list.thoraxctl("review", "dismiss", "A1", "--report", "1", "--as", "mary", "--json")
        #expect(try dismissed.json["dismissed"] as? String == "1.1")
        let listed = try list.thoraxctl("review", "list")
        #expect(listed.output.contains("dismissed by mary") && listed.output.contains("waits for confirmation"))
    }
}
