package import NeuralNetwork
package import ReportGeneration

/// Composes a report that a radiologist could have dictated for a set of labels, since NIH ChestX-ray14 has labels but
/// no text.
///
/// The order is that of dictation: lungs and airspace, interstitium, pleura, heart and mediastinum; then the
/// Impression. Negatives are combined as radiologists do. Devices and bones are never mentioned, since no label covers
/// them.
package enum ReportGrammar {
    /// Composes a report of these findings; all others are negative. The generator only chooses the wording.
    package static func compose(_ findings: Set<ChestFinding>, using generator: inout RandomGenerator) -> ReportText {
        ReportText(
            findings: findingsPhrases(findings).map { $0.choose(&generator) },
            impression: impressionPhrases(findings).map { $0.choose(&generator) })
    }

    /// The claims of a draft, read back from its sentences.
    package struct Reading: Sendable, Equatable {
        /// Findings claimed as present anywhere in the draft.
        package var present: Set<ChestFinding> = []
        /// Findings claimed as absent and never as present.
        package var absent: Set<ChestFinding> = []
        /// Number of sentences the grammar does not know.
        package var unknownSentences = 0
        /// Findings claimed as both present and absent.
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
            reading.absent.formUnion(claims.absent)
        }
        reading.contradictions = reading.present.intersection(reading.absent)
        reading.absent.subtract(reading.present)
        return reading
    }

    /// Every sentence the grammar can produce, with its claims.
    static let claimsBySentence: [String: Claims] = {
        var claims: [String: Claims] = [:]
        for phrase in FindingsPhrases.all + ImpressionPhrases.all {
            for sentence in phrase.variants { claims[sentence] = phrase.claims }
        }
        return claims
    }()

    static func findingsPhrases(_ findings: Set<ChestFinding>) -> [Phrase] {
        lungPhrases(findings) + pleuraPhrases(findings) + heartPhrases(findings)
    }

    private static func lungPhrases(_ findings: Set<ChestFinding>) -> [Phrase] {
        var phrases: [Phrase] = []
        if findings.isDisjoint(with: FindingsPhrases.clearLungs.claims.absent) {
            phrases.append(FindingsPhrases.clearLungs)
        } else {
            phrases.append(airspacePhrase(findings))
            if findings.contains(.atelectasis) { phrases.append(FindingsPhrases.atelectasis) }
            if findings.contains(.mass) { phrases.append(FindingsPhrases.mass) }
            if findings.contains(.nodule) { phrases.append(FindingsPhrases.nodule) }
            phrases.append(findings.contains(.edema) ? FindingsPhrases.edema : FindingsPhrases.noEdema)
        }
        if findings.contains(.fibrosis) { phrases.append(FindingsPhrases.fibrosis) }
        if findings.contains(.emphysema) { phrases.append(FindingsPhrases.emphysema) }
        return phrases
    }

    private static func airspacePhrase(_ findings: Set<ChestFinding>) -> Phrase {
        switch (findings.contains(.consolidation), findings.contains(.infiltration), findings.contains(.pneumonia)) {
        case (false, false, false): FindingsPhrases.noAirspaceDisease
        case (false, false, true): FindingsPhrases.pneumonia
        case (false, true, false): FindingsPhrases.infiltration
        case (true, false, false): FindingsPhrases.consolidation
        case (false, true, true): FindingsPhrases.infiltrationPneumonia
        case (true, false, true): FindingsPhrases.consolidationPneumonia
        case (true, true, false): FindingsPhrases.consolidationInfiltration
        case (true, true, true): FindingsPhrases.consolidationInfiltrationPneumonia
        }
    }

    private static func pleuraPhrases(_ findings: Set<ChestFinding>) -> [Phrase] {
        var phrases: [Phrase]
        switch (findings.contains(.effusion), findings.contains(.pneumothorax)) {
        case (false, false): phrases = [FindingsPhrases.clearPleura]
        case (true, false): phrases = [FindingsPhrases.effusion, FindingsPhrases.noPneumothorax]
        case (false, true): phrases = [FindingsPhrases.pneumothorax, FindingsPhrases.noEffusion]
        case (true, true): phrases = [FindingsPhrases.pneumothorax, FindingsPhrases.effusion]
        }
        if findings.contains(.pleuralThickening) { phrases.append(FindingsPhrases.pleuralThickening) }
        return phrases
    }

    private static func heartPhrases(_ findings: Set<ChestFinding>) -> [Phrase] {
        let heart = findings.contains(.cardiomegaly) ? FindingsPhrases.cardiomegaly : FindingsPhrases.normalHeart
        return findings.contains(.hernia) ? [heart, FindingsPhrases.hernia] : [heart]
    }

    static func impressionPhrases(_ findings: Set<ChestFinding>) -> [Phrase] {
        var phrases: [Phrase] = []
        func say(_ phrase: Phrase, when isTrue: Bool) {
            if isTrue { phrases.append(phrase) }
        }
        say(ImpressionPhrases.normal, when: findings.isDisjoint(with: ImpressionPhrases.normal.claims.absent))
        say(ImpressionPhrases.pneumothorax, when: findings.contains(.pneumothorax))
        say(ImpressionPhrases.mass, when: findings.contains(.mass))
        // Pneumonia summarises consolidation and infiltrates, so they are not repeated.
        let airspace = findings.intersection([.pneumonia, .consolidation, .infiltration])
        say(ImpressionPhrases.pneumonia, when: airspace.contains(.pneumonia))
        say(ImpressionPhrases.consolidation, when: !airspace.contains(.pneumonia) && airspace.contains(.consolidation))
        say(ImpressionPhrases.infiltration, when: airspace == [.infiltration])
        let fluid = findings.intersection([.edema, .effusion])
        say(ImpressionPhrases.edemaEffusion, when: fluid.count == 2)
        say(ImpressionPhrases.edema, when: fluid == [.edema])
        say(ImpressionPhrases.effusion, when: fluid == [.effusion])
        say(ImpressionPhrases.atelectasis, when: findings.contains(.atelectasis))
        say(ImpressionPhrases.nodule, when: findings.contains(.nodule))
        say(ImpressionPhrases.cardiomegaly, when: findings.contains(.cardiomegaly))
        say(ImpressionPhrases.emphysema, when: findings.contains(.emphysema))
        say(ImpressionPhrases.fibrosis, when: findings.contains(.fibrosis))
        say(ImpressionPhrases.pleuralThickening, when: findings.contains(.pleuralThickening))
        say(ImpressionPhrases.hernia, when: findings.contains(.hernia))
        return phrases
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
        let all = Set(ChestFinding.allCases)
        // All findings at once give the longest report, with or without the pneumonia that summarises the airspace
        // findings.
        let most =
            [all, all.subtracting([.pneumonia]), all.subtracting([.pneumonia, .consolidation])]
            .map { longest(findingsPhrases($0)) + longest(impressionPhrases($0)) }.max() ?? 0
        return most + 2
    }()
}
