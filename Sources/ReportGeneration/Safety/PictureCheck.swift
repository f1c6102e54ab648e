/// Decides which pictures of a study the draft is made from, and the notices about the others.
struct PictureCheck {
    /// Positions of the pictures the draft is made from: possible chest radiographs, or all pictures if there are none.
    let read: [Int]
    let notices: [DraftNotice]
    /// Why no draft is offered; nil if one is.
    let abstention: String?

    /// - Parameters:
    ///   - distances: of each picture, from `InputDistribution`; nil if not assessed.
    ///   - count: number of pictures in the study.
    init(distances: [Double]?, count: Int, reference: SafetyReference?) {
        guard let distances, let reference else {
            read = Array(0..<count)
            notices = [.picturesNotAssessed]
            abstention = nil
            return
        }
        let verdicts = distances.enumerated().map { reference.distribution.notice(picture: $0, distance: $1) }
        let chests = verdicts.indices.filter { index in
            if case .notChestRadiograph = verdicts[index] { false } else { true }
        }
        notices = verdicts.compactMap { $0 }
        read = chests.isEmpty ? Array(0..<count) : chests
        abstention =
            chests.isEmpty
            ? "\(count == 1 ? "the picture does" : "none of the \(count) pictures does") not look like the frontal chest "
                + "radiographs the model was trained on" : nil
    }
}
