import Foundation
import TestHarness
import Testing
import WorkList
import WorkListDatabase

/// The work list filtered and shown, and what is done to one study.
@Suite(.blocking) struct StudyCommandTests {
    private let place: Administered

    init() throws {
        place = try Administered()
        try place.store()
        try place.queue()
        try place.store(study: "1.2.826.0.1.3680043.2.1125.5.2", name: "\u{1B}[31mRED^\u{9B}2J")
    }

    @Test func `worklist narrows by state, sender, patient and time, and says nothing of the patient`() throws {
        let all = try place.run("worklist", "--json")
        let rows = try #require(try place.json(all.output) as? [[String: Any]])
        #expect(rows.count == 2)
        let hash = try #require(rows[0]["patientHash"] as? String)
        func count(_ arguments: String...) throws -> Int {
            try (place.json(place.run("worklist", "--json", arguments[0], arguments[1]).output) as? [Any])?.count ?? -1
        }
        #expect(try count("--patient-hash", hash) == 2)
        #expect(try count("--state", "queued") == 1)
        #expect(try count("--ae", "CR2") == 0)
        #expect(try count("--since", "1h") == 2)
        #expect(try count("--until", "2020-01-01") == 0)
        #expect(try count("--until", Date.now.formatted(.iso8601.year().month().day())) == 2, "a date is included")
        #expect(try count("--study-date", "20200101-") == 0)
        #expect(!all.output.contains("LINDQVIST") && !all.output.contains(Administered.patientID))
        #expect(try place.run("worklist", "--since", "yesterday").status == 64)
    }

    @Test func `names are shown when asked for, and cannot drive the terminal`() throws {
        let shown = try place.run("worklist", "--show-patient")
        #expect(shown.output.contains("LINDQVIST^ASTRID") && shown.output.contains(Administered.patientID))
        #expect(!shown.output.contains("\u{1B}") && !shown.output.contains("\u{9B}"))
        #expect(shown.output.contains("\\u{1b}[31mRED"))
        let json = try place.run("worklist", "--show-patient", "--json").output
        #expect(!json.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{9B}" })
        #expect(try (place.json(json) as? [Any])?.count == 2)
    }

    @Test func `show tells a study's history, objects and acts by number, UID or accession number`() throws {
        for name in ["1", Administered.study, Administered.accession] {
            let shown = try place.run("show", name)
            #expect(shown.status == 0, "\(shown)")
            for part in ["queued", "CR1", "\(Administered.study).1.1", "history", "objects"] {
                #expect(shown.output.contains(part), "\(shown.output)")
            }
            #expect(!shown.output.contains("LINDQVIST"))
        }
        let absent = try place.run("show", "none")
        #expect(absent.status == 2)
        #expect(absent.error.hasPrefix("error: ") && absent.error.contains("\nhint: "))
    }

    @Test func `hold, unhold, priority and requeue change a study, and are recorded with who did them`() throws {
        #expect(try place.run("hold", "1").status == 64, "a hold has a reason")
        let held = try place.run("hold", "1", "--reason", "wrong side")
        #expect(held.status == 0 && held.output.contains("held: wrong side"), "\(held)")
        #expect(try place.workList.claim(by: 1) == nil)
        #expect(try place.run("worklist", "--held").output.contains("queued held"))
        #expect(try place.run("hold", "1", "--reason", "again").status == 1)
        #expect(try place.run("unhold", Administered.accession).status == 0)
        #expect(try place.run("priority", "1", "urgent").output.contains("priority 10"))
        #expect(try place.run("priority", "1", "11").status == 64)
        let busy = try place.run("requeue", "1")
        #expect(busy.status == 75 && busy.error.contains("its draft is pending"), "\(busy)")
        let acts = try place.workList.acts()
        #expect(acts.map(\.kind) == [.held, .unheld, .prioritised])
        #expect(acts.allSatisfy { $0.studyInstanceUID == Administered.study && !$0.actor.isEmpty })
    }

    @Test func `retry takes back what failed and nothing else`() throws {
        let refused = try place.run("retry", "1")
        #expect(refused.status == 75, "\(refused)")
        func fail() throws {
            let claim = try #require(try place.workList.claim(by: 1))
            try place.workList.end(claim, with: .attemptFailed(reason: "x", isPermanent: true), notBefore: .now)
        }
        try fail()
        #expect(try place.run("retry", "1", "--json").output == "{\n  \"queued\" : 1\n}\n")
        try fail()
        #expect(try place.run("retry", Administered.study).output.hasPrefix("work item 1 is queued"))
        try fail()
        #expect(try place.run("retry", "--all-failed").output == "1 requeued\n")
        #expect(try place.run("retry", "--all-failed").output == "no failed studies\n")
        #expect(try place.run("retry").status == 64)
    }
}
