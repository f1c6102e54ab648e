/// Which pictures of a study the model is shown, and what the reader is told of the others.
struct PictureCheck {
    /// Positions of the pictures the draft is made from: those that may be chest radiographs; all where none may.
    let read: [Int]
    let notices: [DraftNotice]
    /// Why no draft is offered; nil when one is.
    let abstention: String?

    /// - Parameters:
    ///   - distances: of each picture from those the model knows; nil where nobody knows.
    ///   - count: pictures of the study.
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
