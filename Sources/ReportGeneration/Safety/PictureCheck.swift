/// The measurements that decide whether a draft is made from a picture.
struct PictureAssessment {
    /// Distance from the training pictures (`InputDistribution`).
    let distance: Double
    /// The distance of the picture laid upright; nil unless the picture is strange as it is and seems turned.
    var uprightDistance: Double?
    /// Nil if the bundle cannot recognize the orientation.
    let orientation: OrientationEstimate?
}

/// Decides which pictures of a study the draft is made from, and the notices about them.
struct PictureCheck {
    /// Positions of the pictures that the draft is made from: those that may be upright chest radiographs, or all
    /// pictures if every one is refused.
    let read: [Int]
    let notices: [DraftNotice]
    /// Why no draft is offered; nil if one is offered.
    let abstention: String?

    /// Uses all pictures, because the bundle cannot assess them.
    init(unassessed count: Int) {
        read = Array(0..<count)
        notices = [.picturesNotAssessed]
        abstention = nil
    }

    init(_ pictures: [PictureAssessment], reference: SafetyReference) {
        let notices = pictures.enumerated().flatMap { Self.notices(on: $1, at: $0, reference) }
        let refusals = notices.filter { $0.refusedPicture != nil }
        let refused = Set(refusals.compactMap(\.refusedPicture))
        let chests = pictures.indices.filter { !refused.contains($0) }
        read = chests.isEmpty ? Array(pictures.indices) : chests
        abstention = chests.isEmpty ? Self.abstention(refusals) : nil
        self.notices = notices + (reference.orientation == nil ? [.orientationNotChecked] : [])
    }

    private static func notices(
        on assessment: PictureAssessment, at picture: Int, _ reference: SafetyReference
    ) -> [DraftNotice] {
        let unusual = reference.distribution.notice(picture: picture, distance: assessment.distance)
        let orientation = assessment.orientation.flatMap {
            reference.orientation?.limits.notice(picture: picture, $0)
        }
        if unusual?.refusedPicture != nil {
            // A turned chest film is strange too, but no longer when it is laid upright.
            guard let upright = assessment.uprightDistance, upright <= InputDistribution.strangeness,
                let estimate = assessment.orientation
            else { return [unusual].compactMap(\.self) }
            return [.pictureTurned(picture: picture, orientation: estimate.turn, margin: estimate.turnMargin)]
        }
        if let orientation, orientation.refusedPicture != nil { return [orientation] }
        return [unusual, orientation].compactMap(\.self)
    }

    /// - Parameter refusals: one notice for each picture.
    private static func abstention(_ refusals: [DraftNotice]) -> String {
        let model = "the frontal chest radiographs the model was trained on"
        if refusals.count == 1, case .pictureTurned(_, let orientation, _) = refusals[0] {
            return "the film looks \(orientation.words) in the picture"
        }
        let turned = refusals.compactMap { refusal -> String? in
            guard case .pictureTurned(let picture, let orientation, _) = refusal else { return nil }
            return "the film looks \(orientation.words) in picture \(picture + 1)"
        }
        if turned.isEmpty {
            return "\(refusals.count == 1 ? "the picture does" : "none of the \(refusals.count) pictures does") "
                + "not look like \(model)"
        }
        let others = turned.count < refusals.count ? ["the others do not look like \(model)"] : []
        return (turned + others).joined(separator: "; ")
    }
}
