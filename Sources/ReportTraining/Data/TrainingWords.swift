import ReportGeneration

/// Decoder parameters derived from the training fold's reports.
enum TrainingWords {
    /// The decoder's vocabulary: for written reports the words that occur often enough, for composed ones every word
    /// the grammar can produce, so that later editions have no unknown words.
    static func vocabulary(
        of studies: [TrainingStudy], labels: [String], _ configuration: TrainingConfiguration
    ) -> Vocabulary {
        let prompts = configuration.promptsFindings ? labels : nil
        if isComposed(studies) {
            let sentences = ReportGrammar.claimsBySentence.keys.map {
                ReportText(findings: [$0], impression: []).words
            }
            return Vocabulary(reports: sentences, labels: prompts)
        }
        return Vocabulary(
            reports: studies.map { $0.words(seed: configuration.seed, edition: 0) }, labels: prompts,
            minimumOccurrences: configuration.text.minimumOccurrences)
    }

    /// Tokens of the longest report with prompt and end, limited by the configuration.
    static func maxLength(
        of studies: [TrainingStudy], labels: [String], _ configuration: TrainingConfiguration
    ) -> Int {
        let prompt = configuration.promptsFindings ? labels.count + 1 : 0
        let longest =
            isComposed(studies)
            ? ReportGrammar.longestReport
            : (studies.map { $0.words(seed: configuration.seed, edition: 0).count + 1 }.max() ?? 1)
        return min(longest, configuration.text.maximumLength) + prompt
    }

    private static func isComposed(_ studies: [TrainingStudy]) -> Bool {
        studies.contains { if case .composed = $0.report { true } else { false } }
    }
}
