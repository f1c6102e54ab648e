import FindingLabels
import Foundation
import GRDB
import OperatorErrors
import Testing
import WorkListFixture

@testable import Review
@testable import WorkList
@testable import WorkListDatabase

struct FirstImpressionTests {
    private let fixture: Fixture
    private let item: Int64
    private var workList: WorkListStore { fixture.workList }
    private let now = Date(timeIntervalSince1970: 1_800_000_000)
    private let all = BlindReading(percent: 100)

    init() throws { (fixture, item) = try Fixture.withDraftedStudy() }

    @discardableResult private func record(
        _ assessment: FirstImpression.Assessment = .normal, _ text: String = "", by login: String = "mary",
        revision: Int = 1, under blind: BlindReading? = nil
    ) throws -> FirstImpression {
        try workList.recordFirstImpression(
            assessment, text: text, revision: revision, of: item, by: DraftReader(login: login, blind: blind ?? all),
            at: now)
    }

    private func isWithheld(from login: String) throws -> Bool {
        try workList.withholdsDraft(of: item, from: DraftReader(login: login, blind: all))
    }

    private func open(by login: String = "mary") throws {
        _ = try workList.openReview(of: item, by: login, for: 30, at: now)
    }

    @Test func `the draft is withheld from each reader until that reader has recorded an impression`() throws {
        #expect(try isWithheld(from: "mary") && isWithheld(from: "paul"))
        try open()
        let impression = try record(.abnormal, "Effusion on the left.")
        #expect(try workList.firstImpression(of: item, by: "mary") == impression)
        #expect(try !isWithheld(from: "mary") && isWithheld(from: "paul"))
        #expect(try workList.firstImpression(of: item, by: "paul") == nil)
    }

    @Test func `it never changes, is recorded once, and its act does not contain the text`() throws {
        try open()
        try record(.abnormal, "DOE^JANE has an effusion.")
        #expect(try fixture.refusal { try record(.normal) } == .draftIsShown)
        #expect(throws: WorkListError.self) {
            try workList.write { try $0.execute(sql: "UPDATE firstImpression SET assessment = 'normal'") }
        }
        let act = try #require(try workList.acts(aboutStudy: "1.1").last)
        #expect(act.kind == .impressionRecorded && act.actor == "mary")
        #expect(act.detail == ["assessment": "abnormal", "revision": "1", "workItem": "\(item)"])
    }

    @Test func `it needs the claim, the present revision, a withheld draft and a text within the limit`() throws {
        #expect(try fixture.refusal { try record() } == .notHeld(.drafted))
        try open()
        #expect(
            try fixture.refusal { try record(by: "paul") } == .held(by: "mary", name: "Doe^Mary", until: now + 1800))
        #expect(try fixture.refusal { try record(revision: 2) } == .studyChanged(sinceRevision: 2, state: .inReview))
        #expect(try fixture.refusal { try record(under: BlindReading.none) } == .draftIsShown)
        let long = String(repeating: "x", count: FirstImpression.byteLimit + 1)
        #expect(try fixture.refusal { try record(.normal, long) }?.fault == .invalid)
        #expect(try workList.firstImpression(of: item, by: "mary") == nil)
    }

    @Test func `a verdict on the page is refused before it, and signed after it`() throws {
        try open()
        let page = PageReading(Fixture.attention(), undoSeconds: 10, blind: all)
        for decision in [ReviewDecision.accept, .edit(Fixture.edited), .reject(.quality, comment: nil)] {
            let refusal = try fixture.refusal {
                _ = try workList.sign(decision, of: item, by: "mary", havingRead: 1, on: page, at: now)
            }
            #expect(refusal == .impressionMissing)
        }
        try record()
        #expect(try workList.sign(.accept, of: item, by: "mary", havingRead: 1, on: page, at: now).verdict == .accepted)
    }

    @Test func `a verdict shows the draft to every reader, and a late image withholds the next draft again`() throws {
        try open()
        try record()
        _ = try workList.sign(.accept, of: item, by: "mary", at: now)
        #expect(try !isWithheld(from: "paul"))
        try fixture.admit(instance: 2, at: now)
        #expect(try isWithheld(from: "mary") && isWithheld(from: "paul"))
        try fixture.draftNext(at: now)
        #expect(try isWithheld(from: "mary"))
    }

    @Test func `a study without an offered draft is not withheld`() throws {
        let other = try fixture.draftStudy(2, report: Fixture.abstainedReport)
        #expect(try !workList.withholdsDraft(of: other, from: DraftReader(login: "mary", blind: all)))
        try fixture.queue(study: 3)
        let queued = try #require(try workList.workItem(ofStudy: "1.3"))
        #expect(try !workList.withholdsDraft(of: queued, from: DraftReader(login: "mary", blind: all)))
    }

    @Test func `the findings of the text and of the draft are kept as sets, if the text can be read`() throws {
        try open()
        try record(.abnormal, "The heart is enlarged. No effusion.")
        let row = try #require(try workList.read { try Row.fetchOne($0, sql: "SELECT * FROM firstImpression") })
        #expect(FindingSet(rawValue: row["statedFindings"]) == FindingSet([Finding.cardiomegaly]))
        #expect(FindingSet(rawValue: row["draftFindings"]).contains(.pleuralEffusion))
        for (index, text) in ["", " \n", "肺部清晰。"].enumerated() {
            let study = index + 2
            let other = try fixture.draftStudy(study)
            _ = try workList.openReview(of: other, by: "mary", for: 30, at: now)
            _ = try workList.recordFirstImpression(
                .normal, text: text, revision: 1, of: other, by: DraftReader(login: "mary", blind: all), at: now)
        }
        let known = try workList.read { try Int.fetchOne($0, sql: "SELECT count(statedFindings) FROM firstImpression") }
        #expect(known == 1)
    }

    @Test func `support devices do not make a film abnormal`() {
        #expect(!FindingSet([Finding.supportDevices]).isAbnormal && !FindingSet([Finding]()).isAbnormal)
        #expect(FindingSet([Finding.supportDevices, .edema]).isAbnormal)
    }
}
