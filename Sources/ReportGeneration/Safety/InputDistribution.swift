/// The distribution of the training pictures, in trunk features and in thumbnails, to measure how unusual another
/// picture is.
///
/// Both distances are needed. The trunk has learned to separate abnormal from normal lungs and finds a hip hardly more
/// unusual than a rare chest; at 16 x 16 pixels a dental film can pass for a chest (docs/decisions/0008-not-a-chest.md
/// has the figures).
package struct InputDistribution: Sendable, Equatable {
    /// Share of the validation fold's pictures within each limit.
    package static let quantile = 0.99
    /// A picture at this multiple of the limit or beyond is not considered a chest radiograph.
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

    /// Fits the distributions to the training fold's pictures and sets the limits from the validation fold's.
    ///
    /// Requires `ReportGenerator.prepare` and at least one picture in each fold.
    package init(training: [PictureTraits], validation: [PictureTraits]) {
        let features = PrincipalGaussian(fitting: training.map(\.features), axisCount: Self.featureAxes)
        let thumbnails = PrincipalGaussian(fitting: training.map(\.thumbnail), axisCount: Self.thumbnailAxes)
        // The limit is at least the expected squared distance under the fitted normal; tiny or uniform folds would give
        // less.
        func limit(_ distances: [Double], _ expected: Int) -> Double {
            max(Quantile.value(Self.quantile, of: distances) ?? 0, Double(expected))
        }
        self.init(
            features: features, thumbnails: thumbnails,
            featureLimit: limit(validation.map { features.squaredDistance(of: $0.features) }, features.mean.count),
            thumbnailLimit: limit(
                validation.map { thumbnails.squaredDistance(of: $0.thumbnail) }, thumbnails.mean.count))
    }

    /// The larger of a picture's two distances, as a multiple of its limit; at most a million.
    package func distance(of picture: PictureTraits) -> Double {
        let distance = max(
            features.squaredDistance(of: picture.features) / featureLimit,
            thumbnails.squaredDistance(of: picture.thumbnail) / thumbnailLimit)
        return distance.isFinite ? min(distance, 1e6) : 1e6
    }

    /// The notice for the picture at a position, or nil if its distance is usual.
    func notice(picture: Int, distance: Double) -> DraftNotice? {
        if distance > Self.strangeness { return .notChestRadiograph(picture: picture, distance: distance) }
        return distance > 1 ? .unlikeTrainingPictures(picture: picture, distance: distance) : nil
    }
}

/// Quantiles of a sample.
package enum Quantile {
    /// The smallest value that is not below the given share of the sample (nearest rank); nil for an empty sample.
    package static func value(_ share: Double, of sample: [Double]) -> Double? {
        let sorted = sample.sorted()
        let rank = Int((share * Double(sorted.count)).rounded(.up)) - 1
        return sorted.isEmpty ? nil : sorted[min(max(rank, 0), sorted.count - 1)]
    }
}
