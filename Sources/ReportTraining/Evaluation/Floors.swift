import Imaging
import NeuralNetwork

/// Baselines that need no model. A model that does not beat them has learned nothing from the picture.
struct Floors {
    /// Maximum studies searched for the nearest one; searching 270,000 for each study would take days.
    private static let largestSearch = 5000

    private let training: [TrainingStudy]
    private let reports: [EvaluatedText]
    private let preprocessing: Preprocessing

    /// `seed` is the one the reports were composed with.
    init(_ dataset: StudyDataset, seed: UInt64, preprocessing: Preprocessing) {
        training = dataset[.train]
        reports = training.map { DraftReference($0, seed: seed).report }
        self.preprocessing = preprocessing
    }

    /// The most frequent training report, for every study.
    func mostFrequent(count: Int) -> [EvaluatedText] {
        Self.mostFrequent(reports).map { [EvaluatedText](repeating: $0, count: count) } ?? []
    }

    /// For every study, the report of the training study nearest in pixel space, comparing first views. From a large
    /// training fold, 5,000 randomly drawn studies are searched.
    ///
    /// Throws `ImagingError`.
    func nearest(_ studies: [TrainingStudy]) throws -> [EvaluatedText] {
        var generator = RandomGenerator(seed: EvaluationPolicy.bootstrapSeed, name: "nearest")
        let searched =
            training.count > Self.largestSearch
            ? training.indices.shuffled(using: &generator).prefix(Self.largestSearch).sorted()
            : Array(training.indices)
        return try Self.nearest(
            training: searched.map { try picture(training[$0]) }, pictures: studies.map(picture)
        ).map { reports[searched[$0]] }
    }

    /// Pictures not yet in memory are read at low resolution, so that those of a whole data set fit in memory (16 KiB
    /// each).
    private func picture(_ study: TrainingStudy) throws -> [Float] {
        let small = Preprocessing(size: min(preprocessing.size, 64), clippedShare: preprocessing.clippedShare)
        return try study.views.first?.values(small) ?? []
    }

    /// The most frequent training report; ties go to the first by text.
    static func mostFrequent(_ training: [EvaluatedText]) -> EvaluatedText? {
        var occurrences: [String: (count: Int, report: EvaluatedText)] = [:]
        for report in training { occurrences[report.text, default: (0, report)].count += 1 }
        return occurrences.min { ($1.value.count, $0.key) < ($0.value.count, $1.key) }?.value.report
    }

    /// For every picture, the position of the nearest training picture (Euclidean distance of the preprocessed
    /// pictures).
    static func nearest(training: [[Float]], pictures: [[Float]]) -> [Int] {
        pictures.map { picture in
            var nearest = (distance: Float.infinity, index: 0)
            for (index, other) in training.enumerated() {
                let distance = squaredDistance(picture, other)
                if distance < nearest.distance { nearest = (distance, index) }
            }
            return nearest.index
        }
    }

    private static func squaredDistance(_ first: [Float], _ second: [Float]) -> Float {
        first.withUnsafeBufferPointer { first in
            second.withUnsafeBufferPointer { second in
                var sum = SIMD8<Float>.zero
                for start in stride(from: 0, to: first.count - 7, by: 8) {
                    var difference = SIMD8<Float>.zero
                    for lane in 0..<8 { difference[lane] = first[start + lane] - second[start + lane] }
                    sum += difference * difference
                }
                var total = sum.sum()
                for index in (first.count / 8 * 8)..<first.count {
                    total += (first[index] - second[index]) * (first[index] - second[index])
                }
                return total
            }
        }
    }
}
