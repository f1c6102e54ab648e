package import ReportGeneration

/// Everything measured on one fold with one model.
package struct Evaluation: Codable, Sendable, Equatable {
    package let fold: String
    package let films: Int
    package let patients: Int
    package let findings: FindingEvaluation
    /// The model first, then the two floors.
    package let drafts: [DraftEvaluation]
    /// Drafts of the model that claim exactly the findings its head calls likely.
    package let faithfulDrafts: Int
    /// Mean seconds for one draft: encoder and decoder.
    package let encoderSeconds: Double
    package let decoderSeconds: Double

    /// Drafts every film of the fold and scores the drafts beside the floors. `seed` is the one the reports were
    /// composed with; `tick` is told how many films are done.
    ///
    /// Throws what `ReportGenerator.draft` throws.
    package static func run(
        generator: ReportGenerator, dataset: NIHDataset, fold: Fold, seed: UInt64,
        resamples: Int = EvaluationPolicy.resamples, tick: (Int, Int) -> Void = { _, _ in }
    ) throws -> Evaluation {
        let films = dataset[fold]
        var drafts: [DraftReport] = []
        for film in films {
            drafts.append(try generator.draft(inputs: [film.input]))
            tick(drafts.count, films.count)
        }
        let records = films.map(\.record)
        let references = films.map { $0.report(seed: seed, edition: 0) }
        let training = dataset[.train]
        let trainingReports = training.map { $0.report(seed: seed, edition: 0) }
        let texts = drafts.map { ReportText(findings: $0.findings, impression: $0.impression) }
        let faithful = zip(drafts, texts).count { draft, text in
            let likely = Set(draft.probabilities.filter(\.isLikely).map(\.label))
            return Set(ReportGrammar.read(text).present.map(\.displayName)) == likely
        }
        func score(_ source: String, _ texts: [ReportText]) -> DraftEvaluation {
            DraftEvaluation(
                source: source, drafts: texts, references: references, records: records, resamples: resamples)
        }
        return Evaluation(
            fold: fold.rawValue, films: films.count, patients: Set(records.map(\.patient)).count,
            findings: FindingEvaluation(
                scores: drafts.map { $0.probabilities.map { Float($0.probability) } }, records: records,
                resamples: resamples),
            drafts: [
                score("model", texts),
                score(
                    "most frequent report", Floors.mostFrequentReport(training: trainingReports, count: films.count)),
                score(
                    "nearest training image",
                    Floors.nearestReport(training: training, reports: trainingReports, films: films)),
            ],
            faithfulDrafts: faithful,
            encoderSeconds: drafts.reduce(0) { $0 + $1.timings.encoder } / Double(drafts.count),
            decoderSeconds: drafts.reduce(0) { $0 + $1.timings.decoder } / Double(drafts.count))
    }
}
