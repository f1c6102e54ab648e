package import ReportGeneration

/// Computes the statistics of a model's own pictures and drafts that its bundle stores to detect unusual ones.
package enum SafetyLearning {
    /// Maximum studies used from a fold; more would hardly change the distributions or limits.
    private static let studyLimit = 2000
    private static let draftLimit = 500
    private static let batchSize = 16

    /// Traits of the pictures of two folds; the test fold is not used.
    package struct Pictures {
        let training: [PictureTraits]
        let validation: [PictureTraits]
    }

    /// Computes the traits of a data set's pictures; nil for a data set without pictures.
    ///
    /// Throws `ImagingError`.
    package static func pictures(generator: ReportGenerator, dataset: StudyDataset) throws -> Pictures? {
        guard let training = try traits(of: dataset[.train], generator),
            let validation = try traits(of: dataset[.validation], generator)
        else { return nil }
        return Pictures(training: training, validation: validation)
    }

    /// Fits distributions to the training fold's pictures and reports; limits come from the validation fold. The
    /// reference has no orientation check.
    ///
    /// - Parameter seed: the seed the reports were composed with.
    ///
    /// Throws `ImagingError`.
    package static func reference(
        _ pictures: Pictures, generator: ReportGenerator, vocabulary: Vocabulary, dataset: StudyDataset, seed: UInt64
    ) throws -> SafetyReference {
        let confidences = try spread(dataset[.validation], draftLimit).flatMap {
            try generator.draft($0).sentenceConfidence
        }
        let reports = dataset[.train].map { $0.words(seed: seed, edition: 0) }
        return SafetyReference(
            distribution: InputDistribution(training: pictures.training, validation: pictures.validation),
            lowConfidence: Quantile.value(1 - SafetyReference.confidentShare, of: confidences) ?? 0,
            mostFrequentReport: SafetyReference.hash(vocabulary.known(mostFrequent(reports))))
    }

    /// Learns the orientation check; nil if there are too few pictures.
    package static func orientation(
        _ pictures: Pictures, seed: UInt64, progress: (Int, Int) -> Void = { _, _ in }
    ) -> OrientationReference? {
        OrientationLearning.reference(
            training: pictures.training, validation: pictures.validation, seed: seed, progress: progress)
    }

    /// Traits of every picture; nil if there are only features.
    private static func traits(of studies: [TrainingStudy], _ generator: ReportGenerator) throws -> [PictureTraits]? {
        let views = spread(studies, studyLimit).flatMap(\.views)
        guard !views.contains(where: { if case .features = $0 { true } else { false } }) else { return nil }
        return try stride(from: 0, to: views.count, by: batchSize).flatMap { start in
            let batch = views[start..<min(start + batchSize, views.count)]
            return generator.traits(inputs: try batch.map { try $0.values(generator.preprocessing) })
        }
    }

    /// At most `limit` studies, evenly spread over all.
    private static func spread(_ studies: [TrainingStudy], _ limit: Int) -> [TrainingStudy] {
        guard studies.count > limit else { return studies }
        return (0..<limit).map { studies[$0 * studies.count / limit] }
    }

    /// The most frequent report; ties go to the first by text.
    static func mostFrequent(_ reports: [[String]]) -> [String] {
        var occurrences: [String: (count: Int, words: [String])] = [:]
        for words in reports { occurrences[words.joined(separator: " "), default: (0, words)].count += 1 }
        return occurrences.min { ($1.value.count, $0.key) < ($0.value.count, $1.key) }?.value.words ?? []
    }
}
