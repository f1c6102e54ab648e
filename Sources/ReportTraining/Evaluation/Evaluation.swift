import FindingLabels
package import ReportGeneration

/// All results of one model on one fold.
package struct Evaluation: Codable, Sendable, Equatable {
    package let fold: String
    package let films: Int
    package let patients: Int
    package let references: ReferenceLength
    package let findings: FindingEvaluation
    /// Reliability of the probabilities that drafts show.
    package let reliability: Reliability
    /// Reliability of the same probabilities before calibration; nil for a bundle without a calibration.
    package let uncalibrated: Reliability?
    /// How often findings are present by the degree that drafts give them: present, possible, absent.
    package let degrees: [DegreeReliability]
    /// The model, then the two baselines.
    package let drafts: [DraftEvaluation]
    /// Number of the model's drafts that claim as present, and as possible, exactly the findings that its head does.
    package let faithfulDrafts: Int
    /// Mean seconds per draft in the encoder and in the decoder.
    package let encoderSeconds: Double
    package let decoderSeconds: Double

    /// Drafts every study of the fold and scores the drafts and the baselines. `seed` is the one the reports were
    /// composed with; `each` gets every study with its reference and its draft, and the number of studies done.
    ///
    /// Throws the errors of `ReportGenerator.draft`, and `ReportMetricsError`.
    package static func run(
        generator: ReportGenerator, dataset: StudyDataset, fold: Fold, seed: UInt64,
        references length: ReferenceLength = .full, resamples: Int = EvaluationPolicy.resamples,
        each: (StudyPrediction, Int) throws -> Void = { _, _ in }
    ) throws -> Evaluation {
        let studies = dataset[fold]
        let references = studies.map { study in
            switch length {
            case .full: DraftReference(study, seed: seed)
            case .truncated:
                DraftReference(
                    study, seed: seed, vocabulary: generator.vocabulary, longest: generator.longestReport)
            }
        }
        var drafts: [DraftReport] = []
        for (study, reference) in zip(studies, references) {
            let draft = try generator.draft(study)
            drafts.append(draft)
            try each(StudyPrediction(study, reference: reference, draft: draft), drafts.count)
        }
        let scoring = DraftScoring(
            references: references, findingCount: dataset.labels.count, isWritten: dataset.isWritten)
        let texts = drafts.map { EvaluatedText(words: $0.words) }
        let faithful = zip(drafts, texts).count { draft, text in
            func called(_ degree: FindingDegree) -> Set<Int> {
                Set(
                    draft.probabilities.indices.filter {
                        draft.probabilities[$0].degree == degree && dataset.labels[$0] != Finding.noFinding.rawValue
                    })
            }
            let claims = scoring.claims(text)
            return claims.present == called(.present) && claims.possible == called(.possible)
        }
        let own = generator.isCalibrated ? drafts.map(Self.uncalibrated) : nil
        func score(_ source: String, _ texts: [EvaluatedText]) throws -> DraftEvaluation {
            try DraftEvaluation(source: source, drafts: texts, scoring: scoring, resamples: resamples)
        }
        let floors = Floors(dataset, seed: seed, preprocessing: generator.preprocessing)
        return Evaluation(
            fold: fold.rawValue, films: studies.count, patients: Set(studies.map(\.patient)).count, references: length,
            findings: FindingEvaluation(
                scores: drafts.map { $0.probabilities.map { Float($0.probability) } }, labels: dataset.labels,
                studies: studies, resamples: resamples),
            reliability: Reliability(
                drafts.map { $0.probabilities.map(\.probability) }, studies: studies, resamples: resamples),
            uncalibrated: own.map { Reliability($0, studies: studies, resamples: resamples) },
            degrees: DegreeReliability.all(drafts.map(\.probabilities), studies: studies, resamples: resamples),
            drafts: [
                try score("model", texts),
                try score("most frequent report", floors.mostFrequent(count: studies.count)),
                try score("nearest training image", try floors.nearest(studies)),
            ],
            faithfulDrafts: faithful,
            encoderSeconds: drafts.reduce(0) { $0 + $1.timings.encoder } / Double(drafts.count),
            decoderSeconds: drafts.reduce(0) { $0 + $1.timings.decoder } / Double(drafts.count))
    }

    /// A draft's probabilities before calibration.
    private static func uncalibrated(_ draft: DraftReport) -> [Double] {
        let none = Calibration.none(labels: draft.findingLogits.count)
        return draft.findingLogits.enumerated().map { none.probability(logit: Double($1), label: $0) }
    }
}

extension ReportGenerator {
    /// Drafts a study of a data set.
    func draft(_ study: TrainingStudy) throws -> DraftReport {
        if case .features(let features) = study.views.first { return draft(features: features) }
        return try draft(inputs: study.shownViews(viewCount).map { try $0.values(preprocessing) })
    }
}
