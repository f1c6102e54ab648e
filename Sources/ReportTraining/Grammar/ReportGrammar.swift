package import NeuralNetwork
package import ReportGeneration

/// Composes a report that a radiologist could have dictated for a set of labels, since NIH ChestX-ray14 has labels but
/// no text.
///
/// The order is that of dictation: lungs and airspace, interstitium, pleura, heart and mediastinum; then the
/// Impression. Negatives are combined as radiologists do. Devices and bones are never mentioned, since no label covers
/// them.
package enum ReportGrammar {
    /// Composes a report of findings that are present and of findings that are possible; all others are negative. The
    /// generator only chooses the wording.
    package static func compose(
        _ present: Set<ChestFinding>, possible: Set<ChestFinding> = [], using generator: inout RandomGenerator
    ) -> ReportText {
        ReportText(
            findings: findingsPhrases(present, possible).map { $0.choose(&generator) },
            impression: impressionPhrases(present, possible).map { $0.choose(&generator) })
    }

    /// The claims of a draft, read back from its sentences.
    package struct Reading: Sendable, Equatable {
        /// Findings claimed as present anywhere in the draft.
        package var present: Set<ChestFinding> = []
        /// Findings claimed as possible and never as present.
        package var possible: Set<ChestFinding> = []
        /// Findings claimed as absent and never as present or possible.
        package var absent: Set<ChestFinding> = []
        /// Number of sentences the grammar does not know.
        package var unknownSentences = 0
        /// Findings claimed as absent and elsewhere as present or possible.
        package var contradictions: Set<ChestFinding> = []
    }

    /// Inverts `compose`: looks up the claims of every sentence by exact text.
    package static func read(_ report: ReportText) -> Reading {
        var reading = Reading()
        for sentence in report.findings + report.impression {
            guard let claims = claimsBySentence[sentence] else {
                reading.unknownSentences += 1
                continue
            }
            reading.present.formUnion(claims.present)
            reading.possible.formUnion(claims.possible)
            reading.absent.formUnion(claims.absent)
        }
        reading.possible.subtract(reading.present)
        let named = reading.present.union(reading.possible)
        reading.contradictions = named.intersection(reading.absent)
        reading.absent.subtract(named)
        return reading
    }

    /// Every sentence the grammar can produce, with its claims.
    static let claimsBySentence: [String: Claims] = {
        var claims: [String: Claims] = [:]
        for phrase in FindingsPhrases.all + ImpressionPhrases.all + PossiblePhrases.all {
            for sentence in phrase.variants { claims[sentence] = phrase.claims }
        }
        return claims
    }()

    static func findingsPhrases(_ present: Set<ChestFinding>, _ possible: Set<ChestFinding> = []) -> [Phrase] {
        let statement = Statement(present: present, possible: possible.subtracting(present))
        return statement.lungs + statement.pleura + statement.heart
    }

    static func impressionPhrases(_ present: Set<ChestFinding>, _ possible: Set<ChestFinding> = []) -> [Phrase] {
        Statement(present: present, possible: possible.subtracting(present)).impression
    }
}

extension ReportGrammar {
    /// Number of words in the longest report the grammar can compose, including the end token; the decoder's minimum
    /// capacity.
    static let longestReport: Int = {
        func longest(_ phrases: [Phrase]) -> Int {
            phrases.reduce(0) { sum, phrase in
                sum + (phrase.variants.map { ReportText.words(of: $0).count }.max() ?? 0)
            }
        }
        func length(_ present: Set<ChestFinding>, _ possible: Set<ChestFinding>) -> Int {
            longest(findingsPhrases(present, possible)) + longest(impressionPhrases(present, possible))
        }
        // Findings whose sentences depend on each other, in every combination; each other finding in its longer form.
        let joined: [ChestFinding] = [.consolidation, .infiltration, .pneumonia, .edema, .effusion, .pneumothorax]
        let alone = Set(ChestFinding.allCases).subtracting(joined)
        let shorter = Set(alone.filter { length([$0], []) < length([], [$0]) })
        var most = 0
        for code in 0..<729 {
            let degrees = joined.indices.map { code / [1, 3, 9, 27, 81, 243][$0] % 3 }
            let present = Set(joined.indices.filter { degrees[$0] == 1 }.map { joined[$0] })
            let possible = Set(joined.indices.filter { degrees[$0] == 2 }.map { joined[$0] })
            most = max(most, length(present.union(alone.subtracting(shorter)), possible.union(shorter)))
        }
        return most + 2
    }()
}
