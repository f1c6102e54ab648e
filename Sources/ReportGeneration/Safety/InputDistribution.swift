/// What the training pictures look like, to the trunk and to the eye; how far another one may be from them.
///
/// Two distances, because either alone is blind: the trunk has learnt to tell sick lungs from well ones and finds a hip
/// hardly stranger than a rare chest, while at 16 x 16 pixels a dental film can pass for one
/// (docs/decisions/0008-not-a-chest.md has the figures).
package struct InputDistribution: Sendable, Equatable {
    /// Share of the validation fold's pictures that either limit keeps.
    package static let quantile = 0.99
    /// From so many times the limit on, a picture is taken for no chest radiograph.
    package static let strangeness = 1.5
    static let featureAxes = 32
    static let thumbnailAxes = 16

    let features: PrincipalGaussian
    let thumbnails: PrincipalGaussian
    /// Largest usual squared distances.
    let featureLimit: Double
    let thumbnailLimit: Double

    init(
        features: PrincipalGaussian, thumbnails: PrincipalGaussian, featureLimit: Double, thumbnailLimit: Double
    ) {
        self.features = features
        self.thumbnails = thumbnails
        self.featureLimit = featureLimit
        self.thumbnailLimit = thumbnailLimit
    }

    /// Learns the distributions from pictures of the training fold and the limits from the validation fold's.
    ///
    /// `ReportGenerator.prepare` must have been called; both folds have a picture.
    package init(training: [PictureTraits], validation: [PictureTraits]) {
        let features = PrincipalGaussian(fitting: training.map(\.features), axisCount: Self.featureAxes)
        let thumbnails = PrincipalGaussian(fitting: training.map(\.thumbnail), axisCount: Self.thumbnailAxes)
        // A limit below the expectation of a normal distribution's would be an accident of a tiny or uniform fold.
        func limit(_ distances: [Double], _ expected: Int) -> Double {
            max(Quantile.value(Self.quantile, of: distances) ?? 0, Double(expected))
        }
        self.init(
            features: features, thumbnails: thumbnails,
            featureLimit: limit(validation.map { features.squaredDistance(of: $0.features) }, features.mean.count),
            thumbnailLimit: limit(
                validation.map { thumbnails.squaredDistance(of: $0.thumbnail) }, thumbnails.mean.count))
    }

    /// Distance of a picture in multiples of the limits, the larger of the two; at most a million.
    package func distance(of picture: PictureTraits) -> Double {
        let distance = max(
            features.squaredDistance(of: picture.features) / featureLimit,
            thumbnails.squaredDistance(of: picture.thumbnail) / thumbnailLimit)
        return distance.isFinite ? min(distance, 1e6) : 1e6
    }

    /// What the distance of the picture at a position means, or nil for a usual one.
    func notice(picture: Int, distance: Double) -> DraftNotice? {
        if distance > Self.strangeness { return .notChestRadiograph(picture: picture, distance: distance) }
        return distance > 1 ? .unlikeTrainingPictures(picture: picture, distance: distance) : nil
    }
}

/// Order statistics of a sample.
package enum Quantile {
    /// The smallest value that the share of the sample does not exceed (nearest rank); nil of an empty sample.
    package static func value(_ share: Double, of sample: [Double]) -> Double? {
        let sorted = sample.sorted()
        let rank = Int((share * Double(sorted.count)).rounded(.up)) - 1
        return sorted.isEmpty ? nil : sorted[min(max(rank, 0), sorted.count - 1)]
    }
}
