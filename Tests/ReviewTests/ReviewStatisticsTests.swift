import Foundation
import Testing
import WorkListFixture

@testable import Review
@testable import WorkList
@testable import WorkListDatabase

struct ReviewStatisticsTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test func `what was signed is counted, timed and compared`() throws {
        let fixture = try Fixture()
        let workList = fixture.workList
        try fixture.addUsers()
        let decisions: [ReviewDecision] = [
            .accept, .accept, .edit(Fixture.edited), .edit(Fixture.edited), .reject(.quality, comment: nil), .accept,
        ]
        var items: [Int64] = []
        for (index, decision) in decisions.enumerated() {
            let item = try fixture.draftStudy(index + 1)
            items.append(item)
            // The first is signed before the time that counts, the last without being opened.
            let at = index == 0 ? now - 9000 : now
            if index < 5 { _ = try workList.openReview(of: item, by: "mary", for: 30, at: at) }
            _ = try workList.sign(decision, of: item, by: "mary", at: at + Double(index) * 10)
        }
        _ = try workList.sign(.addend(Fixture.edited), of: items[1], by: "mary", at: now + 99)

        let statistics = try workList.reviewStatistics(since: now)
        #expect(statistics.verdicts == [.accepted: 2, .edited: 2, .rejected: 1, .addended: 1])
        #expect(statistics.signedDrafts == 4 && statistics.wordsChanged == 14)
        #expect(statistics.medianEditDistance == 0 && statistics.ninetiethPercentileEditDistance == 7)
        #expect(statistics.shareUnchanged == 0.5)
        #expect(statistics.timedReviews == 4 && statistics.secondsOpen == 100 && statistics.medianSecondsOpen == 20)
        #expect(statistics.sentences == [.kept: 8, .changed: 2, .removed: 2, .added: 2])
        #expect(statistics.commonestChanges.map(\.count) == [2, 2, 2])
        #expect(
            statistics.commonestChanges.map { "\($0.change) \($0.section) \($0.finding ?? "-")" } == [
                "added findings -", "changed findings Pleural Effusion", "removed impression Pleural Effusion",
            ])
    }

    @Test func `where nothing was signed there is nothing to say`() throws {
        let fixture = try Fixture()
        let statistics = try fixture.workList.reviewStatistics(since: now)
        #expect(statistics.verdicts == [.accepted: 0, .edited: 0, .rejected: 0, .addended: 0])
        #expect(statistics.medianEditDistance == nil && statistics.shareUnchanged == nil)
        #expect(statistics.medianSecondsOpen == nil && statistics.commonestChanges.isEmpty)
    }
}
