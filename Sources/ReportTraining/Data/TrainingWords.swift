import ReportGeneration

/// Decoder parameters derived from the training fold's reports.
enum TrainingWords {
    /// The decoder's vocabulary: for written reports the words that occur often enough, for composed ones every word
    /// the grammar can produce, so that later editions have no unknown words.
    static func vocabulary(
        of studies: [TrainingStudy], labels: [String], _ configuration: TrainingConfiguration
    ) -> Vocabulary {
        let prompts = configuration.promptsFindings ? labels : nil
        if let grammar = grammar(of: studies) { return Vocabulary(reports: grammar.sentences, labels: prompts) }
        return Vocabulary(
            reports: studies.map { $0.words(seed: configuration.seed, edition: 0) }, labels: prompts,
            minimumOccurrences: configuration.text.minimumOccurrences)
    }

    /// Maximum number of tokens in a prompt: each label once, and its end.
    static func longestPrompt(_ labels: [String]) -> Int { labels.count + 1 }

    /// Tokens of the longest report with prompt and end, limited by the configuration.
    static func maxLength(
        of studies: [TrainingStudy], labels: [String], _ configuration: TrainingConfiguration
    ) -> Int {
        let prompt = configuration.promptsFindings ? longestPrompt(labels) : 0
        let longest =
            grammar(of: studies)?.longest
            ?? (studies.map { $0.words(seed: configuration.seed, edition: 0).count + 1 }.max() ?? 1)
        return min(longest, configuration.text.maximumLength) + prompt
    }

    /// The words of each sentence that the grammar of these reports can produce, and its longest report with end token;
    /// nil for written reports.
    static func grammar(of studies: [TrainingStudy]) -> (sentences: [[String]], longest: Int)? {
        for study in studies {
            switch study.report {
            case .written: continue
            case .composed:
                let sentences = ReportGrammar.claimsBySentence.keys
                return (
                    sentences.map { ReportText(findings: [$0], impression: []).words }, ReportGrammar.longestReport
                )
            case .stated:
                return (FactGrammar.statements.keys.map { FactGrammar.words(of: [$0]) }, FactGrammar.longestReport)
            }
        }
        return nil
    }
}
