import Testing
import WorkListFixture

@testable import Review

/// Tests the rule for what must be seen before a verdict. The rule is a pure function.
struct ReviewDemandTests {
    private let demand: ReviewDemand
    private let everything = Fixture.attention(
        films: ["1", "2", "3"],
        decided: [
            .init(section: .findings, sentence: 0, decision: .keep),
            .init(section: .findings, sentence: 1, decision: .keep),
            .init(section: .impression, sentence: 0, decision: .keep),
            .init(finding: "Pleural_Effusion", decision: .notThere),
        ])

    init() throws {
        func film(_ instance: String, frame: Int = 1, usedByModel: Bool = true) -> Film {
            Film(
                series: "9", instance: instance, frame: frame, view: nil, orientation: nil, rows: nil, columns: nil,
                usedByModel: usedByModel)
        }
        demand = ReviewDemand(
            draft: try DraftText(report: Fixture.doubtfulReport),
            films: [film("1"), film("2"), film("3", usedByModel: false), film("3", frame: 2, usedByModel: false)])
    }

    private func missing(_ verdict: ReviewVerdict, _ attention: ReviewAttention) -> ReviewError.Unseen? {
        do {
            try demand.check(verdict, attention)
            return nil
        } catch ReviewError.notSeen(let unseen) {
            return unseen
        } catch {
            Issue.record(error)
            return nil
        }
    }

    private func changed(
        seen: [ReviewAttention.SeenFilm]? = nil, elsewhere: [ReviewAttention.SeenFilm] = [], hasText: Bool = true,
        decided: [ReviewAttention.Decision]? = nil
    ) -> ReviewAttention {
        ReviewAttention(
            seen: seen ?? everything.seen, readElsewhere: elsewhere, textSeenAt: hasText ? everything.textSeenAt : nil,
            decided: decided ?? everything.decided)
    }

    @Test func `a draft is accepted once every film, the text and every doubt was seen`() {
        #expect(missing(.accepted, everything) == nil)
    }

    @Test func `a film that was not on screen, a text out of view and an open doubt each prevent an acceptance`() {
        #expect(missing(.accepted, changed(seen: [everything.seen[0]]))?.films == 2)
        #expect(missing(.accepted, changed(hasText: false))?.text == true)
        for index in everything.decided.indices {
            var decided = everything.decided
            decided.remove(at: index)
            let unseen = missing(.accepted, changed(decided: decided))
            #expect(
                unseen?.sentences == (index < 3 ? 1 : 0) && unseen?.findings == (index < 3 ? [] : ["Pleural_Effusion"]))
        }
        #expect(
            missing(.accepted, ReviewAttention())?.words
                == "3 films were not on screen in full; the text was not in view; 3 doubtful sentences are not decided; "
                + "findings that no sentence mentions are not decided: pleural effusion")
    }

    @Test func `another frame of the film does not count`() {
        let seen = [everything.seen[0], everything.seen[2], .init(instance: "2", frame: 2, at: everything.seen[0].at)]
        #expect(missing(.accepted, changed(seen: seen))?.films == 1)
    }

    @Test func `a decision to change something does not count for an acceptance`() {
        let decided = everything.decided.dropFirst() + [.init(section: .findings, sentence: 0, decision: .edit)]
        #expect(missing(.accepted, changed(decided: Array(decided)))?.sentences == 1)
        #expect(missing(.edited, changed(decided: Array(decided))) == nil)
        let added = everything.decided.dropLast() + [.init(finding: "Pleural_Effusion", decision: .added)]
        #expect(missing(.accepted, changed(decided: Array(added)))?.findings == ["Pleural_Effusion"])
        #expect(missing(.edited, changed(decided: Array(added))) == nil)
    }

    @Test(arguments: [ReviewVerdict.accepted, .edited])
    func `a film that cannot be shown may have been read elsewhere, each one by itself`(verdict: ReviewVerdict) {
        let (seen, other) = (Array(everything.seen.prefix(1)), Array(everything.seen.suffix(2)))
        #expect(missing(verdict, changed(seen: seen, elsewhere: Array(other.prefix(1))))?.films == 1)
        #expect(missing(verdict, changed(seen: seen, elsewhere: other)) == nil)
    }

    @Test func `an edited report needs films, text and decisions too`() {
        #expect(missing(.edited, changed(seen: []))?.films == 3)
        #expect(missing(.edited, changed(hasText: false))?.text == true)
        #expect(missing(.edited, changed(decided: []))?.sentences == 3)
    }

    @Test(arguments: [ReviewVerdict.rejected, .addended])
    func `a rejection and an addendum need neither films nor decisions`(verdict: ReviewVerdict) {
        #expect(missing(verdict, ReviewAttention()) == nil)
    }
}
