/// What a report states: the findings that are present and those that are possible, as phrases in the order of dictation.
struct Statement {
    let present: Set<ChestFinding>
    /// None of those present.
    let possible: Set<ChestFinding>

    private var named: Set<ChestFinding> { present.union(possible) }

    /// The phrase of a finding that is not absent; `phrase` is the one of its presence.
    private func about(_ finding: ChestFinding, _ phrase: Phrase) -> [Phrase] {
        if present.contains(finding) { return [phrase] }
        return possible.contains(finding) ? [PossiblePhrases.finding(finding)] : []
    }

    var lungs: [Phrase] {
        var phrases: [Phrase] = []
        if named.isDisjoint(with: FindingsPhrases.clearLungs.claims.absent) {
            phrases.append(FindingsPhrases.clearLungs)
        } else {
            phrases += airspace
            phrases += about(.atelectasis, FindingsPhrases.atelectasis)
            phrases += about(.mass, FindingsPhrases.mass)
            phrases += about(.nodule, FindingsPhrases.nodule)
            phrases += named.contains(.edema) ? about(.edema, FindingsPhrases.edema) : [FindingsPhrases.noEdema]
        }
        return phrases + about(.fibrosis, FindingsPhrases.fibrosis) + about(.emphysema, FindingsPhrases.emphysema)
    }

    private var airspace: [Phrase] {
        let all: [ChestFinding] = [.consolidation, .infiltration, .pneumonia]
        guard !named.isDisjoint(with: all) else { return [FindingsPhrases.noAirspaceDisease] }
        let sure: Phrase? =
            switch (present.contains(.consolidation), present.contains(.infiltration), present.contains(.pneumonia)) {
            case (false, false, false): nil
            case (false, false, true): FindingsPhrases.pneumonia
            case (false, true, false): FindingsPhrases.infiltration
            case (true, false, false): FindingsPhrases.consolidation
            case (false, true, true): FindingsPhrases.infiltrationPneumonia
            case (true, false, true): FindingsPhrases.consolidationPneumonia
            case (true, true, false): FindingsPhrases.consolidationInfiltration
            case (true, true, true): FindingsPhrases.consolidationInfiltrationPneumonia
            }
        return (sure.map { [$0] } ?? []) + all.filter(possible.contains).map(PossiblePhrases.finding)
    }

    var pleura: [Phrase] {
        let effusion = about(.effusion, FindingsPhrases.effusion)
        let pneumothorax = about(.pneumothorax, FindingsPhrases.pneumothorax)
        let phrases =
            switch (effusion.isEmpty, pneumothorax.isEmpty) {
            case (true, true): [FindingsPhrases.clearPleura]
            case (false, true): effusion + [FindingsPhrases.noPneumothorax]
            case (true, false): pneumothorax + [FindingsPhrases.noEffusion]
            case (false, false): pneumothorax + effusion
            }
        return phrases + about(.pleuralThickening, FindingsPhrases.pleuralThickening)
    }

    var heart: [Phrase] {
        let heart = about(.cardiomegaly, FindingsPhrases.cardiomegaly)
        return (heart.isEmpty ? [FindingsPhrases.normalHeart] : heart) + about(.hernia, FindingsPhrases.hernia)
    }

    /// The most urgent first; what is possible follows what is present.
    var impression: [Phrase] {
        let isNormal = named.isDisjoint(with: ImpressionPhrases.normal.claims.absent)
        return (isNormal ? [ImpressionPhrases.normal] : []) + sureImpression + possibleImpression
    }

    private var sureImpression: [Phrase] {
        var phrases: [Phrase] = []
        func say(_ phrase: Phrase, when isTrue: Bool) {
            if isTrue { phrases.append(phrase) }
        }
        say(ImpressionPhrases.pneumothorax, when: present.contains(.pneumothorax))
        say(ImpressionPhrases.mass, when: present.contains(.mass))
        // Pneumonia summarises consolidation and infiltrates, so they are not repeated.
        let airspace = present.intersection([.pneumonia, .consolidation, .infiltration])
        say(ImpressionPhrases.pneumonia, when: airspace.contains(.pneumonia))
        say(ImpressionPhrases.consolidation, when: !airspace.contains(.pneumonia) && airspace.contains(.consolidation))
        say(ImpressionPhrases.infiltration, when: airspace == [.infiltration])
        let fluid = present.intersection([.edema, .effusion])
        say(ImpressionPhrases.edemaEffusion, when: fluid.count == 2)
        say(ImpressionPhrases.edema, when: fluid == [.edema])
        say(ImpressionPhrases.effusion, when: fluid == [.effusion])
        say(ImpressionPhrases.atelectasis, when: present.contains(.atelectasis))
        say(ImpressionPhrases.nodule, when: present.contains(.nodule))
        say(ImpressionPhrases.cardiomegaly, when: present.contains(.cardiomegaly))
        say(ImpressionPhrases.emphysema, when: present.contains(.emphysema))
        say(ImpressionPhrases.fibrosis, when: present.contains(.fibrosis))
        say(ImpressionPhrases.pleuralThickening, when: present.contains(.pleuralThickening))
        say(ImpressionPhrases.hernia, when: present.contains(.hernia))
        return phrases
    }

    private var possibleImpression: [Phrase] {
        let order: [ChestFinding] = [
            .pneumothorax, .mass, .pneumonia, .consolidation, .infiltration, .edema, .effusion, .atelectasis, .nodule,
            .cardiomegaly, .emphysema, .fibrosis, .pleuralThickening, .hernia,
        ]
        let summarised: Set<ChestFinding> = named.contains(.pneumonia) ? [.consolidation, .infiltration] : []
        return order.filter { possible.contains($0) && !summarised.contains($0) }.map(PossiblePhrases.impression)
    }
}
