import Foundation
import Testing
import WorkList
import WorkListDatabase

@testable import Review

struct ReviewErrorTests {
    @Test func `what somebody else holds may be tried again, what is not there was not found`() {
        let held = ReviewError(ReviewError.refused(.held(by: "mary", name: "Doe^Mary", until: .now)))
        #expect(held.kind == .conflict && held.exitCode == 75)
        let missing = ReviewError(WorkListError.noSuchStudy("7"))
        #expect(missing.kind == .notFound && missing.exitCode == 2)
        let busy = ReviewError(WorkListError.database(message: "locked", isBusy: true, isOutOfSpace: false))
        #expect(busy.kind == .unavailable && busy.exitCode == 75)
    }

    @Test(arguments: [
        (ReviewRefusal.studyChanged(sinceRevision: 1, state: .drafted), ReviewError.Kind.conflict),
        (.notReviewable(.accepted), .conflict), (.nothingSigned(.rejected), .conflict), (.notHeld(.drafted), .conflict),
        (.notAReviewer("a", isDisabled: false), .forbidden), (.noDraftOffered(reason: "x"), .invalid),
        (.emptyText, .invalid),
    ])
    func `every refusal says what it is and what to do about it`(refusal: ReviewRefusal, kind: ReviewError.Kind) {
        let error = ReviewError(ReviewError.refused(refusal))
        #expect(error.kind == kind && error.exitCode == 1)
        #expect(!error.description.isEmpty && !error.hint.isEmpty)
    }

    @Test func `an error of a text names its line`() {
        #expect(ReviewError.malformed(line: 3, problem: "x").description == "line 3: x")
        #expect(ReviewError(ReviewError.malformed(line: nil, problem: "x")).kind == .invalid)
    }
}
