import Testing

@testable import ReportGeneration

/// The expected numbers are printed by Tests/References/orientation.py.
struct OrientationEstimateTests {
    static let limits = OrientationLimits(turned: 0, refused: 3, mirrored: 1)

    /// An estimate with these margins.
    static func estimate(turn: Double = -9, mirror: Double = -9) -> OrientationEstimate {
        var scores = [Float](repeating: -40, count: 8)
        (scores[0], scores[4], scores[2]) = (0, Float(mirror), Float(turn))
        return OrientationEstimate(scores: scores)
    }

    @Test func `margins are log odds of the scores`() {
        let estimate = OrientationEstimate(scores: [2, -1, 0.5, -3, 1.5, -2, 0.25, -0.5])
        #expect(abs(estimate.turnMargin - (-1.0649749224162512)) < 1e-6)
        #expect(estimate.mirrorMargin == -0.5)
        #expect(estimate.turn == FilmOrientation(.upsideDown, isMirrored: false))
    }

    @Test func `a film with a score that is not finite counts as turned`() {
        var scores = [Float](repeating: 0, count: 8)
        scores[5] = .nan
        #expect(Self.limits.notice(picture: 0, OrientationEstimate(scores: scores))?.refusedPicture == 0)
    }

    @Test func `the limits decide which notice is given`() throws {
        func notice(turn: Double = -9, mirror: Double = -9) -> DraftNotice? {
            Self.limits.notice(picture: 1, Self.estimate(turn: turn, mirror: mirror))
        }
        #expect(notice() == nil)
        guard case .pictureTurned(1, FilmOrientation(.upsideDown, isMirrored: false), let margin) = notice(turn: 4)
        else {
            Issue.record("\(String(describing: notice(turn: 4)))")
            return
        }
        #expect(abs(margin - 4) < 0.01)
        guard case .pictureMayBeTurned(1, _, _) = notice(turn: 2) else {
            Issue.record("\(String(describing: notice(turn: 2)))")
            return
        }
        #expect(notice(mirror: 2) == .pictureLooksMirrored(picture: 1, margin: 2))
        #expect(notice(mirror: 0.5) == nil)
    }
}
