import Foundation
import Review
import Testing
import WorkListFixture

@testable import Administration
@testable import WorkList
@testable import WorkListDatabase

struct DepartmentStatisticsTests {
    private let fixture: Fixture
    private var workList: WorkListStore { fixture.workList }
    /// Noon, so that some hours more or less are the same day.
    private let noon: Date
    private let range: DayRange

    init() throws {
        fixture = try Fixture()
        try fixture.addUsers()
        let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
        range = try #require(DayRange(from: "2026-03-28", to: "2026-03-30", timeZone: zone))
        noon = range.from + 12 * 3600
    }

    /// Admits a study an hour before its draft, and signs it some minutes after the draft.
    private func sign(
        _ study: Int, _ decision: ReviewDecision, by login: String = "mary", minutes: Double = 30, at drafted: Date
    ) throws {
        try fixture.admit(study: study, settleAt: drafted - 3600, at: drafted - 3600)
        let item = try fixture.draftNext(at: drafted)
        _ = try workList.sign(decision, of: item, by: login, at: drafted + minutes * 60)
    }

    private func statistics() throws -> DepartmentStatistics {
        try sign(1, .accept, at: noon)
        try sign(2, .edit(Fixture.edited), at: noon)
        try sign(3, .accept, by: "paul", minutes: 90, at: noon + 86_400)
        try sign(4, .reject(.quality, comment: nil), by: "paul", at: noon + 86_400)
        try sign(5, .edit(SignedText(findings: ["肺部清晰。"], impression: [])), at: noon + 2 * 86_400)
        // Before and after the range.
        try sign(6, .accept, at: noon - 86_400)
        try sign(7, .accept, at: noon + 3 * 86_400)
        try fixture.draftStudy(8, at: noon)
        return try workList.departmentStatistics(range)
    }

    @Test func `days, turnaround, verdicts and words are counted within the range`() throws {
        let counted = try statistics()
        #expect(counted.from == "2026-03-28" && counted.to == "2026-03-30")
        #expect(counted.days.map(\.drafts) == [3, 2, 1] && counted.days.map(\.signed) == [2, 2, 1])
        #expect(counted.verdicts == ["accepted": 2, "edited": 2, "rejected": 1, "addended": 0])
        #expect(counted.turnaround.medianMinutes == 90 && counted.turnaround.p90Minutes == 150)
        #expect(counted.turnaround.days.map(\.medianMinutes) == [90, 90, 90])
        #expect(counted.turnaround.days.map(\.p90Minutes) == [90, 150, 90])
        #expect(counted.wordsChanged.reports == 4 && counted.wordsChanged.unchanged == 2)
        #expect(counted.wordsChanged.median == 0)
    }

    @Test func `agreement is split by model version and by sender, and adds up`() throws {
        let counted = try statistics()
        for groups in [counted.agreementByModel, counted.agreementBySender] {
            #expect(!groups.isEmpty)
            for (index, finding) in counted.agreement.enumerated() {
                let parts = groups.map { $0.findings[index] }
                #expect(parts.allSatisfy { $0.finding == finding.finding })
                #expect(parts.reduce(0) { $0 + $1.draftYesSignedYes } == finding.draftYesSignedYes)
                #expect(parts.reduce(0) { $0 + $1.draftNoSignedYes } == finding.draftNoSignedYes)
            }
        }
        #expect(counted.agreementByModel.map(\.key) == counted.byModel.map(\.key))
        let lines = counted.csv(.agreementBySender).split(separator: "\r\n")
        #expect(
            lines.first
                == "sender,finding,draft yes signed yes,draft yes signed no,draft no signed yes,draft no signed no")
        #expect(lines.count == 1 + 13 * counted.agreementBySender.count)
    }

    @Test func `agreement compares what drafts state with what was signed, where the text can be read`() throws {
        let counted = try statistics()
        let byFinding = Dictionary(uniqueKeysWithValues: counted.agreement.map { ($0.finding, $0) })
        let effusion = try #require(byFinding["Pleural Effusion"])
        #expect(effusion.draftYesSignedYes == 3 && effusion.draftYesSignedNo == 0 && effusion.draftNoSignedNo == 0)
        let heart = try #require(byFinding["Cardiomegaly"])
        #expect(heart.draftNoSignedYes == 1 && heart.draftNoSignedNo == 2 && heart.draftYesSignedYes == 0)
        #expect(counted.agreement.count == 13)
    }

    @Test func `reads before the draft was shown are counted beside those with it`() throws {
        let all = DraftReader(login: "mary", blind: BlindReading(percent: 100))
        // Each draft states an effusion; the first impression of one study does too, and those of the others do not.
        let first: [(Int, FirstImpression.Assessment, String, ReviewDecision)] = [
            (11, .abnormal, "Left effusion.", .accept), (12, .normal, "The lungs are clear.", .accept),
            (13, .normal, "", .reject(.quality, comment: nil)),
        ]
        for (study, assessment, text, decision) in first {
            try fixture.admit(study: study, settleAt: noon - 3600, at: noon - 3600)
            let item = try fixture.draftNext(at: noon)
            _ = try workList.openReview(of: item, by: "mary", for: 30, at: noon)
            _ = try workList.recordFirstImpression(assessment, text: text, revision: 1, of: item, by: all, at: noon)
            _ = try workList.sign(decision, of: item, by: "mary", at: noon + 60)
        }
        let counted = try statistics()
        #expect(counted.reads.map(\.kind) == [.firstImpressions, .signedAfterImpression, .signedWithDraft])
        #expect(counted.reads.map(\.draftAbnormalReadAbnormal) == [1, 2, 3])
        #expect(counted.reads.map(\.draftAbnormalReadNormal) == [2, 0, 0])
        #expect(counted.reads.map(\.draftNormalReadNormal) == [0, 0, 0])
        let effusion = try #require(counted.blindAgreement.first { $0.finding == "Pleural Effusion" })
        #expect(effusion.impressions == 2 && effusion.impressionsAgreed == 1)
        #expect(effusion.signed == 3 && effusion.signedAgreed == 3)
        #expect(counted.blindAgreement.count == 13)
    }

    @Test func `a first impression beside a draft that was not read is not compared with it`() throws {
        try fixture.admit(study: 11, settleAt: noon - 3600, at: noon - 3600)
        let report = #"""
            {"sentences": [{"text": "Erguss.", "section": "findings", "confidence": 0.9, "claims": []}], "probabilities": [],
             "notices": [{"kind": "textNotRead"}]}
            """#
        let item = try fixture.draftNext(report: report, at: noon)
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: noon)
        _ = try workList.recordFirstImpression(
            .abnormal, text: "Effusion.", revision: 1, of: item,
            by: DraftReader(login: "mary", blind: BlindReading(percent: 100)), at: noon)
        let impressions = try #require(try statistics().reads.first { $0.kind == .firstImpressions })
        #expect(impressions.draftNormalReadAbnormal == 0 && impressions.draftAbnormalReadAbnormal == 0)
    }

    @Test func `groups and sentences are counted with the largest first`() throws {
        let counted = try statistics()
        #expect(counted.byReviewer.map(\.key) == ["mary", "paul"] && counted.byReviewer[0].name == "Doe^Mary")
        #expect(counted.byReviewer.map(\.edited) == [2, 0] && counted.byReviewer.map(\.rejected) == [0, 1])
        #expect(counted.byModel.map(\.key) == ["test 1"] && counted.byModel[0].accepted == 2)
        #expect(counted.bySender.map(\.key) == ["MODALITY1"])
        #expect(counted.sentences.prefix(2).map(\.change) == [.added, .removed])
        #expect(counted.sentences[1].finding == "Pleural Effusion" && counted.sentences[1].section == .impression)
        #expect(counted.sentences.map(\.count) == [2, 2, 1, 1, 1])
        #expect(counted.sentences.reduce(0) { $0 + $1.count } == 7)
    }

    @Test func `each table is CSV with a heading, and a text is never a formula`() throws {
        let counted = try statistics()
        #expect(counted.csv(.days).hasPrefix("day,drafts,signed\r\n2026-03-28,3,2\r\n"))
        for table in DepartmentStatistics.Table.allCases {
            let lines = counted.csv(table).split(separator: "\r\n")
            #expect(lines.count > 1 || table == .sentences, "\(table)")
        }
        let group = DepartmentStatistics.Group(
            key: "=1+1", name: "a,\"b\"", accepted: 1, edited: 0, rejected: 0, medianWordsChanged: nil,
            medianMinutes: 1.25)
        let hostile = DepartmentStatistics(
            from: "", to: "", days: [], turnaround: .init(medianMinutes: nil, p90Minutes: nil, days: []), verdicts: [:],
            wordsChanged: .init(reports: 0, unchanged: 0, total: 0, median: nil, p90: nil), sentences: [],
            agreement: [], agreementByModel: [], agreementBySender: [], reads: [], blindAgreement: [], byModel: [],
            bySender: [group], byReviewer: [])
        #expect(hostile.csv(.bySender).contains("\r\n'=1+1,\"a,\"\"b\"\"\",1,0,0,,1.3\r\n"))
    }

    @Test func `a range consists of whole days, also when the clock changes, and other texts are refused`() throws {
        // Clocks go forward on 2026-03-29.
        #expect(range.end.timeIntervalSince(range.from) == 3 * 86_400 - 3600)
        #expect(range.days == ["2026-03-28", "2026-03-29", "2026-03-30"])
        for (from, to) in [
            ("2026-02-30", "2026-03-01"), ("2026-3-1", "2026-03-02"), ("2026-03-02", "2026-03-01"),
            ("2000-01-01", "2026-01-01"), ("x", "y"),
        ] {
            #expect(DayRange(from: from, to: to) == nil, "\(from)")
        }
        let today = try #require(DayRange(from: nil, to: nil, now: noon, timeZone: .gmt))
        #expect(today.days.count == 30 && today.days.last == "2026-03-28")
    }
}
