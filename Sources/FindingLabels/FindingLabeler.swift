/// Finds the 14 findings in a report by rules: CheXpert's word stems and decision order (Irvin et al. 2019), with
/// scopes over words instead of a parser.
///
/// Takes time linear in the text. One value may be used for any number of reports and by any number of threads.
package struct FindingLabeler: Sendable {
    private struct Stem {
        let finding: Finding?
        var isException = false
        var isAnatomy = false
        var isSoft = false
    }

    private let stems: [Stem]
    private let cues = Cue.all
    /// Stems first, then cues.
    private let automaton: PhraseAutomaton

    package init() {
        var phrases: [(String, Stem)] = []
        for (finding, words) in MentionTable.abnormalities {
            for word in words {
                let isSoft = UncertaintyTable.softMentions.contains(word)
                phrases.append((word, Stem(finding: finding, isSoft: isSoft)))
            }
        }
        for (finding, words) in MentionTable.anatomy {
            phrases += words.map { ($0, Stem(finding: finding, isAnatomy: true)) }
        }
        for (finding, words) in MentionTable.exceptions {
            phrases += words.map { ($0, Stem(finding: finding, isException: true)) }
        }
        phrases += MentionTable.otherAbnormalities.map { ($0, Stem(finding: nil)) }
        phrases += MentionTable.otherAnatomy.map { ($0, Stem(finding: nil, isAnatomy: true)) }
        stems = phrases.map(\.1)
        automaton = PhraseAutomaton(phrases.map(\.0) + cues.map(\.pattern))
    }

    /// Labels one report; an empty text mentions nothing and is therefore "No Finding", as in CheXpert.
    package func label(_ text: String) -> LabelledReport {
        let cleaned = CleanedText(text)
        let original = SourceText(text)
        var evidence: [FindingEvidence] = []
        for (number, sentence) in cleaned.sentences.enumerated() {
            let scopes = scopes(in: sentence, of: cleaned)
            for (mention, decision) in zip(scopes.mentions, scopes.decisions()) {
                let range = cleaned.origin(of: mention.range)
                evidence.append(
                    FindingEvidence(
                        finding: mention.finding, status: decision.status, sentence: number,
                        range: original.scalars(range), words: original.words(range),
                        trigger: decision.cue.map { cues[$0].phrase }))
            }
        }
        return LabelledReport(evidence: evidence)
    }

    /// The share of the text's words that are known: part of a mention or a cue, or a small word of English. 1 for a text
    /// without words.
    func knownShare(of text: String) -> Double {
        let cleaned = CleanedText(text)
        var (words, known) = (0, 0)
        for sentence in cleaned.sentences {
            var found: [Range<Int>] = []
            automaton.search(cleaned.bytes, in: sentence) { found.append(cleaned.wholeWords($0.range, in: sentence)) }
            for word in cleaned.bytes[sentence].split(whereSeparator: { !PhraseAutomaton.isWord($0) }) {
                words += 1
                let isFound = found.contains { $0.overlaps(word.startIndex..<word.endIndex) }
                let name = Substring(decoding: word, as: UTF8.self)
                if isFound || SmallWords.english.contains(name) || SmallWords.reports.contains(name) { known += 1 }
            }
        }
        return words == 0 ? 1 : Double(known) / Double(words)
    }

    private func scopes(in sentence: Range<Int>, of cleaned: CleanedText) -> SentenceScopes {
        var found: [(stem: Stem, range: Range<Int>)] = []
        var foundCues: [SentenceScopes.FoundCue] = []
        automaton.search(cleaned.bytes, in: sentence) { match in
            if match.phrase < stems.count {
                found.append((stems[match.phrase], match.range))
            } else {
                let number = match.phrase - stems.count
                let cue = cues[number]
                foundCues.append(
                    SentenceScopes.FoundCue(number: number, trigger: cue.trigger, marks: cue.marks, range: match.range))
            }
        }
        return SentenceScopes(
            bytes: cleaned.bytes, bounds: sentence, mentions: found.isEmpty ? [] : mentions(found, cleaned, sentence),
            cues: longest(foundCues))
    }

    /// The mentions as whole words, without those that an exception overlaps; of several for one finding, the longest.
    private func mentions(
        _ found: [(stem: Stem, range: Range<Int>)], _ cleaned: CleanedText, _ sentence: Range<Int>
    ) -> [SentenceScopes.Mention] {
        let exceptions = found.filter(\.stem.isException)
        let ordered = found.filter { candidate in
            !candidate.stem.isException
                && !exceptions.contains {
                    $0.stem.finding == candidate.stem.finding && $0.range.overlaps(candidate.range)
                }
        }.sorted { ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count) }
        var ends: [Finding?: Int] = [:]
        return ordered.compactMap { stem, range in
            guard range.lowerBound >= ends[stem.finding, default: 0] else { return nil }
            let words = cleaned.wholeWords(range, in: sentence)
            ends[stem.finding] = words.upperBound
            return SentenceScopes.Mention(
                finding: stem.finding, range: words, isAnatomy: stem.isAnatomy, isSoft: stem.isSoft)
        }
    }

    /// Drops overlapping cues: keeps the leftmost, and the longest of those that begin at the same place.
    private func longest(_ cues: [SentenceScopes.FoundCue]) -> [SentenceScopes.FoundCue] {
        var end = 0
        return cues.sorted { ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count) }
            .filter { cue in
                guard cue.range.lowerBound >= end else { return false }
                end = cue.range.upperBound
                return true
            }
    }
}
