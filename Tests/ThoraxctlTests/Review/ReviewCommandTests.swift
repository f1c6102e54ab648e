import Foundation
import Review
import Testing
import WorkListDatabase

@testable import WorkList

/// `thoraxctl review` on a real work list.
struct ReviewCommandTests {
    @Test func `a draft is opened, held against others, given back, and listed meanwhile`() throws {
        let list = try ReviewedList()
        let opened = try list.thoraxctl("review", "open", "A1", "--as", "mary")
        #expect(opened.status == 0, "\(opened.errors)")
        #expect(opened.output.contains("\n  The lungs are clear.\n"))
        #expect(
            opened.output.contains(
                "\n  Small left effusion.  [effusion 20 %, called likely from 31 %]  ! unusual wording\n"))
        #expect(
            !opened.output.contains("95 %") && !opened.output.contains("91 %"), "the words' probability is no certainty"
        )
        #expect(opened.output.contains("open for mary until 20"))
        for command in ["open", "accept", "release"] {
            let refused = try list.thoraxctl("review", command, "1.1", "--as", "paul")
            #expect(refused.status == 75)
            #expect(refused.errors.contains("error: mary (Doe^Mary) has the study open until 20"), "\(refused.errors)")
            #expect(refused.errors.contains("hint: "))
        }
        let listed = try list.thoraxctl("review")
        #expect(listed.output.firstMatch(of: /inReview +1 +\d+[smh] +mary +20[0-9: -]+ +A1 +1\.1/) != nil, "\(listed)")
        let id = try list.workList.workItem(named: "A1")
        #expect(try list.thoraxctl("review", "release", "\(id)", "--as", "mary").output == "released: study 1.1\n")
        #expect(try list.workList.reviewableStudy(id).state == .drafted)
    }

    @Test func `what was accepted says which documents follow and who gets them`() throws {
        let list = try ReviewedList()
        let path = list.directory + "/thoraxd.yaml"
        let peers = """
            peers:
              - { name: archive, ae_title: A, host: h, deliver: [basic-text-sr, encapsulated-pdf, comprehensive-3d-sr] }
              - { name: station, ae_title: B, host: h, deliver: [basic-text-sr] }
            """
        try Data(peers.utf8).write(to: URL(filePath: path))
        let accepted = try list.thoraxctl("review", "accept", "A1", "--revision", "1", "--as", "mary", "--config", path)
        #expect(accepted.status == 0, "\(accepted.errors)")
        #expect(
            accepted.output == """
                accepted by Doe^Mary: study 1.1, draft 1, 0 words changed
                thoraxd is not running; once started it writes
                  basic-text-sr: to archive, station
                  encapsulated-pdf: to archive

                """)
        let again = try list.thoraxctl("review", "accept", "A1", "--revision", "1", "--as", "mary")
        #expect(again.status == 1 && again.errors.contains("a study that is accepted has no draft to review"))
        let item = try list.workList.workItem(named: "A1")
        #expect(try list.workList.reviews(of: item).map(\.verdict) == [.accepted])
        let acts = try list.workList.acts(aboutStudy: "1.1")
        #expect(acts.map(\.actor) == ["mary"] && acts[0].detail["account"] != nil, "who was at the keyboard")
    }

    @Test func `an edit from standard input or a file shows what it changes and is signed`() throws {
        let list = try ReviewedList(reports: [ReviewedList.report, ReviewedList.report])
        let text = "FINDINGS:\nThe lungs are clear.\nLarge left effusion.\nNew.\n"
        let edited = try list.thoraxctl(
            "review", "edit", "A1", "--revision", "1", "--as", "mary", "--file", "-", input: text)
        #expect(edited.status == 0, "\(edited.errors)")
        for line in [
            "  The lungs are clear.", "- Small left effusion.", "+ Large left effusion.", "+ New.", "- Effusion.",
        ] {
            #expect(edited.output.contains("\n\(line)\n"), "\(edited.output)")
        }
        #expect(edited.output.contains("edited by Doe^Mary: study 1.1, draft 1, 3 words changed"))
        #expect(edited.output.contains("basic-text-sr: kept here, no peer asks for it"))

        let file = list.directory + "/report.txt"
        try Data(text.utf8).write(to: URL(filePath: file))
        let json = try list.thoraxctl(
            "review", "edit", "A2", "--revision", "1", "--as", "mary", "--file", file, "--json"
        ).json
        #expect(json["verdict"] as? String == "edited" && json["editDistance"] as? Int == 3)
        #expect(json["studyInstanceUID"] as? String == "1.2" && json["name"] as? String == "Doe^Mary")
    }

    @Test func `a text that cannot be read is refused with its line, and nothing is signed`() throws {
        let list = try ReviewedList()
        let refused = try list.thoraxctl("review", "edit", "A1", "--as", "mary", "--file", "-", input: "No heading.\n")
        #expect(refused.status == 1 && refused.errors.contains("line 1: there is text before the heading"))
        let missing = try list.thoraxctl("review", "edit", "A1", "--as", "mary", "--file", "/nowhere")
        #expect(missing.status == 1 && missing.errors.contains("cannot read /nowhere"))
        #expect(try list.workList.waitingReviews(limit: 1).map(\.state) == [.drafted])
    }

    @Test func `an editor gets the draft in a file that is private and gone afterwards`() throws {
        let list = try ReviewedList()
        let seen = list.directory + "/seen"
        let editor =
            "stat -c '%a %n' >\(seen) \"$(dirname \"$1\")\" \"$1\"; cat \"$1\" >>\(seen); sed -i s/Small/Large/"
        let script = list.directory + "/edit.sh"
        try Data("#!/bin/sh\n\(editor) \"$1\"\n".utf8).write(to: URL(filePath: script))
        let edited = try list.thoraxctl(
            "review", "edit", "A1", "--as", "mary", environment: ["VISUAL": "/bin/sh \(script)"])
        #expect(edited.status == 0, "\(edited.errors)")
        #expect(edited.output.contains("+ Large left effusion.") && edited.output.contains("1 words changed"))
        let lines = try String(contentsOfFile: seen, encoding: .utf8).split(separator: "\n")
        #expect(lines[0].hasPrefix("700 ") && lines[1].hasPrefix("600 "))
        #expect(lines.contains("Small left effusion."))
        #expect(!FileManager.default.fileExists(atPath: String(lines[1].dropFirst(4))))
        #expect(try list.workList.acts(aboutStudy: "1.1").map(\.kind) == [.opened, .edited])
    }

    @Test func `an editor that fails signs nothing and leaves the study to others, what was written is kept`() throws {
        let list = try ReviewedList()
        let failed = try list.thoraxctl("review", "edit", "A1", "--as", "mary", environment: ["VISUAL": "false"])
        #expect(failed.status == 1 && failed.errors.contains("the editor false failed"))
        #expect(try list.workList.waitingReviews(limit: 1).map(\.state) == [.drafted])
        let spoiled = try list.thoraxctl(
            "review", "edit", "A1", "--as", "mary", environment: ["VISUAL": "sed -i s/IMPRESSION/OPINION/"])
        #expect(spoiled.status == 1 && spoiled.errors.contains("OPINION: is not a heading"))
        let path = try #require(spoiled.errors.firstMatch(of: /--file (\S+)/)?.1)
        #expect(try String(contentsOfFile: String(path), encoding: .utf8).contains("Effusion."))
        try FileManager.default.removeItem(atPath: String(path))
    }

    @Test func `an abstained draft is not accepted, but written or rejected`() throws {
        let list = try ReviewedList(reports: [ReviewedList.abstained, ReviewedList.abstained])
        let refused = try list.thoraxctl("review", "accept", "A1", "--revision", "1", "--as", "mary")
        #expect(refused.status == 1 && refused.errors.contains("no draft is offered: no chest radiograph"))
        #expect(try list.thoraxctl("review", "show", "A1").output.contains("no draft is offered"))
        let text = "FINDINGS: Normal.\n"
        #expect(
            try list.thoraxctl("review", "edit", "A1", "--revision", "1", "--as", "mary", "--file", "-", input: text)
                .status == 0)
        let rejected = try list.thoraxctl(
            "review", "reject", "A2", "--revision", "1", "--as", "mary", "--reason", "wrong-worklist-entry",
            "--comment", "swapped")
        #expect(rejected.output.contains("rejected by Doe^Mary: study 1.2, draft 1"), "\(rejected)")
        #expect(rejected.output.contains("no document is written"))
        #expect(try list.thoraxctl("review", "reject", "A2", "--as", "mary").status == 64)
        #expect(try list.thoraxctl("review").output.contains("wrong-worklist-entry"))
    }

    @Test func `addenda follow a signed report, with headings or without`() throws {
        let list = try ReviewedList()
        let early = try list.thoraxctl("review", "addendum", "A1", "--as", "mary", "--file", "-", input: "More.")
        #expect(early.status == 1 && early.errors.contains("no signed report to add to"))
        #expect(try list.thoraxctl("review", "accept", "A1", "--revision", "1", "--as", "mary").status == 0)
        for text in ["More.\n", "IMPRESSION: Still more.\n"] {
            let added = try list.thoraxctl("review", "addendum", "A1", "--as", "paul", "--file", "-", input: text)
            #expect(added.output.contains("addended by Roe^Paul"), "\(added)")
        }
        let shown = try list.thoraxctl("review", "show", "A1").output
        #expect(shown.contains("addended by Roe^Paul (paul)") && shown.contains("  Still more."))
        let texts = try list.workList.reviews(of: list.workList.workItem(named: "A1")).map(\.text)
        #expect(texts[1] == SignedText(findings: ["More."], impression: []))
        #expect(texts[2] == SignedText(findings: [], impression: ["Still more."]))
    }

    @Test func `documents that could not be written are written again where it is asked for`() throws {
        let list = try ReviewedList()
        #expect(try list.thoraxctl("review", "accept", "A1", "--revision", "1", "--as", "mary").status == 0)
        #expect(try list.thoraxctl("review", "retry", "A1").status == 2)
        let claim = try #require(try list.workList.claimReviewDocuments(by: 1))
        try list.workList.end(claim, reason: "no font", isPermanent: true, notBefore: .now)
        #expect(try list.thoraxctl("review").output.firstMatch(of: /failed +A1 +1\.1 +no font/) != nil)
        #expect(try list.thoraxctl("review", "retry", "A1").output == "1 verdict requeued\n")
        #expect(try list.workList.acts(aboutStudy: "1.1").last?.kind == .documentsRetried)
        #expect(try list.workList.claimReviewDocuments(by: 1)?.review.attempt == 1)
    }

    @Test func `a draft is not signed when it is not known which revision the reviewer read`() throws {
        let list = try ReviewedList()
        for command in [["accept"], ["reject", "--reason", "quality", "--yes"]] {
            let unread = try list.thoraxctl(["review"] + command + ["A1", "--as", "mary"])
            #expect(unread.status == 1 && unread.errors.contains("not known which revision you read"), "\(unread)")
        }
        #expect(try list.thoraxctl("review", "open", "A1", "--as", "mary").status == 0)
        #expect(try list.thoraxctl("review", "accept", "A1", "--as", "mary").status == 0)
    }

    @Test func `who signs after a late image is told`() throws {
        let list = try ReviewedList()
        #expect(try list.thoraxctl("review", "open", "A1", "--as", "mary").status == 0)
        try list.draft(study: 1, image: 2)
        let told = try list.thoraxctl("review", "accept", "A1", "--revision", "1", "--as", "mary")
        #expect(told.status == 1 && told.errors.contains("draft 1, which you read, is out of date"), "\(told)")
        #expect(try list.thoraxctl("review", "open", "A1", "--as", "mary").status == 0)
        #expect(
            try list.thoraxctl("review", "accept", "A1", "--as", "mary").output.contains("draft 2"))
    }

    @Test func `of two programs that open or sign at the same moment one wins and the other is told`() throws {
        let list = try ReviewedList(reports: [String](repeating: ReviewedList.report, count: 4))
        for (study, command) in [(1, "open"), (2, "accept"), (3, "open"), (4, "accept")] {
            let running = try ["mary", "paul"].map {
                try list.start(
                    ["review", command, "A\(study)", "--as", $0] + (command == "open" ? [] : ["--revision", "1"]))
            }
            let answers = running.map { $0() }
            #expect(answers.map(\.status).sorted() == [0, command == "open" ? 75 : 1], "\(answers)")
            let loser = try #require(answers.first { $0.status != 0 })
            #expect(loser.errors.contains(command == "open" ? "has the study open until" : "a study that is accepted"))
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: ReviewedList.script), "needs script of bsdutils"))
    func `who signs at a terminal is told whose film it is, and is asked`() throws {
        let list = try ReviewedList()
        for command in [
            ["accept", "A1", "--revision", "1"], ["reject", "A1", "--revision", "1", "--reason", "quality"],
        ] {
            let asked = try list.thoraxctl(["review"] + command + ["--as", "mary"], atTerminal: "n\n")
            #expect(asked.status == 1 && asked.errors.contains("nothing was signed"), "\(asked)")
            #expect(
                asked.errors.contains("patient   SECRET^JANE  id SECRET7  born 19601130  65 years  F\n"), "\(asked)")
            #expect(asked.errors.contains("film      PA  of 20261129  SECRET chest\n"), "\(asked)")
            #expect(asked.errors.contains("as mary? [y/N]"))
        }
        let text = list.directory + "/report.txt"
        try Data("FINDINGS:\nNormal.\n".utf8).write(to: URL(filePath: text))
        let edited = try list.thoraxctl(
            ["review", "edit", "A1", "--revision", "1", "--file", text, "--as", "mary"], atTerminal: "y\n")
        #expect(edited.status == 0 && edited.errors.contains("SECRET^JANE"), "\(edited)")
        let added = try list.thoraxctl(
            ["review", "addendum", "A1", "--file", text, "--as", "mary"], atTerminal: "n\n")
        #expect(added.status == 1 && added.errors.contains("SECRET^JANE"), "\(added)")
    }

    @Test func `only reviewers sign, studies are known or not, and patients are named where it is asked for`() throws {
        let list = try ReviewedList()
        let administrator = try list.thoraxctl("review", "accept", "A1", "--revision", "1", "--as", "ann")
        #expect(administrator.status == 1 && administrator.errors.contains("the user ann is not a reviewer"))
        #expect(try list.thoraxctl("review", "accept", "A1", "--revision", "1", "--as", "nobody").status == 2)
        let unknown = try list.thoraxctl("review", "show", "A9")
        #expect(unknown.status == 2 && unknown.errors.contains("there is no study A9"))
        for arguments in [
            ["review"], ["review", "--json"], ["review", "show", "A1"], ["review", "show", "A1", "--json"],
        ] {
            let answer = try list.start(arguments)()
            #expect(answer.status == 0 && !answer.output.contains("SECRET"))
        }
        let shown = try list.thoraxctl("review", "show", "A1", "--show-patient").output
        #expect(shown.contains("patient   SECRET^JANE  id SECRET7  born 19601130  65 years  F\n"), "\(shown)")
        #expect(shown.contains("film      PA  of 20261129  SECRET chest\n"), "\(shown)")
        let json = try list.thoraxctl("review", "show", "A1", "--json").json
        #expect((json["sentences"] as? [Any])?.count == 3 && json["patient"] == nil)
    }

    @Test func `review show prints the limits of the model that wrote the draft`() throws {
        let report = #"{"sentences": [], "limits": ["For demonstration.", "It does not look for fracture."]}"#
        let list = try ReviewedList(reports: [report])
        let shown = try list.start(["review", "show", "A1"])().output
        #expect(shown.contains("limits    For demonstration.\nlimits    It does not look for fracture.\n"), "\(shown)")
        let json = try list.thoraxctl("review", "show", "A1", "--json").json
        #expect((json["limits"] as? [String])?.count == 2)
    }

    @Test func `show and review show print sentences, notices and verdicts in one shape`() throws {
        let list = try ReviewedList()
        #expect(try list.thoraxctl("review", "accept", "A1", "--revision", "1", "--as", "mary").status == 0)
        let reviewed = try list.thoraxctl("review", "show", "A1", "--json").json
        let shown = try list.thoraxctl("show", "A1", "--json").json
        let draft = try #require((shown["drafts"] as? [[String: Any]])?.first)
        #expect((draft["sentences"] as? NSArray) == (reviewed["sentences"] as? NSArray))
        #expect((shown["reviews"] as? NSArray) == (reviewed["signed"] as? NSArray))
        #expect((shown["reviews"] as? [[String: Any]])?.first?["documentState"] as? String == "pending")
        let notices = try #require(draft["notices"] as? [[String: Any]])
        let first = try #require((reviewed["notices"] as? [[String: Any]])?.first)
        #expect(notices[0] as NSDictionary == first as NSDictionary)
        let display = try #require(draft["display"] as? [[String: Any]])
        #expect(display as NSArray == reviewed["display"] as? NSArray)
        #expect(display[0]["notices"] as? [String] == ["VOI LUT 1 was passed over."])
        for command in [["show"], ["review", "show"]] {
            let lines = try list.start(command + ["A1"])().output
            #expect(lines.contains("displayed by range of the values, 0 to 3968"))
            #expect(lines.contains("VOI LUT 1 was passed over."))
        }
        // The fixture's draft has no more than a reviewer needs, as drafts of other versions may.
        #expect(notices.map { $0["kind"] as? String } == ["lowConfidence", "otherVersion"])
    }
}
