import Foundation

/// How sure the orientation network is that a film is turned or mirrored.
///
/// Both margins compare scores of the same picture laid in different ways, so brightness, size and disease of the film cancel out.
package struct OrientationEstimate: Sendable, Equatable {
    /// The most likely orientation in which the head is not at the top.
    package let turn: FilmOrientation
    /// Log odds that the film is turned.
    package let turnMargin: Double
    /// Log odds that the film is mirrored, if it is not turned.
    package let mirrorMargin: Double

    /// - Parameter scores: the scores of one picture in the order of `FilmOrientation.all`. If one is not finite, the
    ///   film counts as turned.
    package init(scores: [Float]) {
        guard scores.allSatisfy(\.isFinite) else {
            (turn, turnMargin, mirrorMargin) = (FilmOrientation(.upsideDown, isMirrored: false), 1e6, 0)
            return
        }
        let pairs = zip(FilmOrientation.all, scores.map(Double.init))
        func total(_ scores: [Double]) -> Double {
            let most = scores.max() ?? 0
            return most + log(scores.reduce(0) { $0 + exp($1 - most) })
        }
        let turned = pairs.filter { $0.0.isTurned }
        turn = turned.max { $0.1 < $1.1 }?.0 ?? FilmOrientation(.upsideDown, isMirrored: false)
        turnMargin = total(turned.map(\.1)) - total(pairs.filter { !$0.0.isTurned }.map(\.1))
        let scores = Dictionary(uniqueKeysWithValues: pairs)
        mirrorMargin = (scores[.mirrored] ?? 0) - (scores[.upright] ?? 0)
    }
}

/// The margins from which a film gets a notice or is refused.
package struct OrientationLimits: Sendable, Equatable {
    /// From this margin on the draft says that the film may be turned.
    package let turned: Double
    /// From this margin on the film is not used for a draft; at least `turned`.
    package let refused: Double
    /// From this margin on the draft says that the film looks mirrored.
    package let mirrored: Double

    package init(turned: Double, refused: Double, mirrored: Double) {
        self.turned = turned
        self.refused = refused
        self.mirrored = mirrored
    }

    /// The notice for the picture at a position, or nil if it looks upright.
    func notice(picture: Int, _ estimate: OrientationEstimate) -> DraftNotice? {
        if estimate.turnMargin >= refused {
            return .pictureTurned(picture: picture, orientation: estimate.turn, margin: estimate.turnMargin)
        }
        if estimate.turnMargin >= turned {
            return .pictureMayBeTurned(picture: picture, orientation: estimate.turn, margin: estimate.turnMargin)
        }
        return estimate.mirrorMargin < mirrored
            ? nil : .pictureLooksMirrored(picture: picture, margin: estimate.mirrorMargin)
    }
}
