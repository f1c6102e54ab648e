/// Decides the mentions of a sentence from the cues around them (ConText, Harkema et al. 2009, with list scopes).
struct SentenceScopes {
    struct Mention {
        let finding: Finding?
        let range: Range<Int>
        let isAnatomy: Bool
        /// Uncertain by rule unless negated.
        let isSoft: Bool
    }

    struct FoundCue {
        /// Index in `Cue.all`.
        let number: Int
        let trigger: Cue.Trigger?
        let marks: Cue.Marks
        let range: Range<Int>
    }

    struct Decision {
        let status: FindingStatus
        /// The deciding cue, as an index in `Cue.all`.
        let cue: Int?
    }

    let bytes: [UInt8]
    let bounds: Range<Int>
    /// Sorted by position.
    let mentions: [Mention]
    /// Sorted by position and not overlapping.
    let cues: [FoundCue]

    /// Returns one decision per mention.
    func decisions() -> [Decision] {
        guard !mentions.isEmpty else { return [] }
        let scopes = cues.indices.flatMap { cue in
            cues[cue].trigger.map { trigger in ranges(of: cue, trigger).map { (trigger, cue, $0) } } ?? []
        }
        let isAbnormal = cues.contains { $0.marks.contains(.abnormal) }
        return mentions.map { mention in
            for effect in Cue.Effect.allCases {
                let scope = scopes.first { trigger, _, range in
                    trigger.effect == effect && range.contains(mention.range.lowerBound)
                        && (!trigger.isForAnatomy || mention.isAnatomy)
                        && !(trigger.isForAnatomy && effect == .uncertainty && isAbnormal)
                }
                if let scope {
                    return Decision(
                        status: effect == .negation ? .negative : .uncertain, cue: cues[scope.1].number)
                }
            }
            return Decision(status: mention.isSoft ? .uncertain : .positive, cue: nil)
        }
    }

    /// The ranges in which a trigger reaches mentions.
    private func ranges(of cue: Int, _ trigger: Cue.Trigger) -> [Range<Int>] {
        let ahead = cues[cue].range.upperBound..<end(after: cue, trigger)
        // A function, because this search is the longer one and not always needed.
        func behind() -> Range<Int> { start(before: cue, trigger)..<cues[cue].range.lowerBound }
        func behindElseAhead() -> Range<Int> {
            let behind = behind()
            return reaches(behind, trigger) ? behind : ahead
        }
        switch trigger.reach {
        case .forward: return [ahead]
        case .between: return [ahead, behind()]
        case .forwardElseBackward: return [reaches(ahead, trigger) ? ahead : behind()]
        case .adjective: return [!followsVerb(cue) && isAttribute(cue, trigger) ? ahead : behindElseAhead()]
        }
    }

    private func reaches(_ range: Range<Int>, _ trigger: Cue.Trigger) -> Bool {
        mentions.contains { range.contains($0.range.lowerBound) && (!trigger.isForAnatomy || $0.isAnatomy) }
    }

    private func hasMention(_ start: Int, _ end: Int) -> Bool {
        mentions.contains { $0.range.lowerBound >= start && $0.range.lowerBound < end }
    }

    private func words(_ start: Int, _ end: Int) -> Int {
        bytes[start..<max(start, end)].split(separator: UInt8(ascii: " ")).count
    }

    /// Whether a verb precedes with at most one word between: "is normal", "has now resolved".
    private func followsVerb(_ cue: Int) -> Bool {
        guard cue > 0, cues[cue - 1].marks.contains(.verb) else { return false }
        return words(cues[cue - 1].range.upperBound, cues[cue].range.lowerBound) <= 1
    }

    /// Whether a mention follows within three words, without a comma or "and" between: "resolved left effusion".
    private func isAttribute(_ cue: Int, _ trigger: Cue.Trigger) -> Bool {
        let start = cues[cue].range.upperBound
        guard
            let mention = mentions.first(where: {
                $0.range.lowerBound >= start && (!trigger.isForAnatomy || $0.isAnatomy)
            })
        else { return false }
        let end = mention.range.lowerBound
        let isCut = cues[(cue + 1)...].prefix { $0.range.lowerBound < end }
            .contains { !$0.marks.isDisjoint(with: [.comma, .and, .breaker, .verb, .companion]) }
        return !isCut && words(start, end) <= 3
    }

    private func end(after cue: Int, _ trigger: Cue.Trigger) -> Int {
        let start = cues[cue].range.upperBound
        for next in cues.indices.suffix(from: cue + 1) {
            let marks = cues[next].marks
            let here = cues[next].range.lowerBound
            if marks.contains(.breaker) { return here }
            guard !marks.isDisjoint(with: [.verb, .companion, .opener]), hasMention(start, here) else { continue }
            if !marks.isDisjoint(with: [.verb, .companion]) || opens(next) { return here }
        }
        return bounds.upperBound
    }

    /// Whether a new statement starts here: after a comma or "and", with no "or" later in the clause.
    private func opens(_ cue: Int) -> Bool {
        guard cues[cue].marks.contains(.opener), cue > 0,
            !cues[cue - 1].marks.isDisjoint(with: [.comma, .and]),
            cues[cue].range.lowerBound - cues[cue - 1].range.upperBound <= 1
        else { return false }
        return !cues[(cue + 1)...].prefix { !$0.marks.contains(.breaker) }.contains { $0.marks.contains(.or) }
    }

    private func start(before cue: Int, _ trigger: Cue.Trigger) -> Int {
        let end = cues[cue].range.lowerBound
        var hasOwnVerb = false
        var isList = false
        for previous in cues.indices[..<cue].reversed() {
            let marks = cues[previous].marks
            let here = cues[previous].range.upperBound
            if marks.contains(.breaker) { return here }
            if trigger.isForAnatomy, !marks.isDisjoint(with: [.abnormal, .companion]) { return here }
            if marks.contains(.verb) {
                if hasOwnVerb || hasMention(here, end) { return here }
                hasOwnVerb = true
            }
            if !marks.isDisjoint(with: [.and, .or]) { isList = true }
            if marks.contains(.comma), !isList, hasMention(here, end) { return here }
        }
        return bounds.lowerBound
    }
}
