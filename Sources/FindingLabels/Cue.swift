/// The effect of a phrase on the mentions around it. A phrase may have several effects: "stable" starts a new clause
/// and makes a silhouette uncertain.
struct Cue: Sendable {
    /// In CheXpert's order of precedence: the first that reaches a mention decides.
    enum Effect: Int, Sendable, CaseIterable {
        case uncertaintyBeforeNegation, negation, uncertainty
    }

    /// The side on which a trigger reaches.
    enum Reach: Sendable {
        case forward
        case between
        /// Forward if there is a mention to reach, else backward: "possible edema", "edema is possible".
        case forwardElseBackward
        /// Backward after a verb, forward if a mention follows directly: "has resolved", "resolved edema".
        case adjective
    }

    struct Trigger: Sendable {
        let effect: Effect
        let reach: Reach
        var isForAnatomy = false
    }

    struct Marks: OptionSet, Sendable {
        let rawValue: Int
        static let breaker = Marks(rawValue: 1)
        static let verb = Marks(rawValue: 2)
        static let companion = Marks(rawValue: 4)
        static let opener = Marks(rawValue: 8)
        static let abnormal = Marks(rawValue: 16)
        static let comma = Marks(rawValue: 32)
        static let and = Marks(rawValue: 64)
        static let or = Marks(rawValue: 128)
    }

    let phrase: String
    var trigger: Trigger?
    var marks: Marks = []

    /// All cues of the tables, with each phrase once.
    static let all: [Cue] = {
        var cues: [String: Cue] = [:]
        func mark(_ phrases: [String], _ marks: Marks) {
            for phrase in phrases { cues[phrase, default: Cue(phrase: phrase)].marks.formUnion(marks) }
        }
        func trigger(_ phrases: [String], _ effect: Effect, _ reach: Reach, isForAnatomy: Bool = false) {
            for phrase in phrases {
                cues[phrase, default: Cue(phrase: phrase)].trigger = Trigger(
                    effect: effect, reach: reach, isForAnatomy: isForAnatomy)
            }
        }
        trigger(UncertaintyTable.beforeNegation, .uncertaintyBeforeNegation, .forward)
        trigger(UncertaintyTable.beforeNegationPredicates, .uncertaintyBeforeNegation, .adjective)
        trigger(NegationTable.before, .negation, .forward)
        trigger(NegationTable.predicates, .negation, .adjective)
        trigger(NegationTable.normality, .negation, .adjective, isForAnatomy: true)
        trigger(UncertaintyTable.before, .uncertainty, .forward)
        trigger(UncertaintyTable.predicates, .uncertainty, .forwardElseBackward)
        trigger(UncertaintyTable.between, .uncertainty, .between)
        trigger(UncertaintyTable.anatomy, .uncertainty, .between, isForAnatomy: true)
        mark(ClauseTable.pseudo, [])
        mark(ClauseTable.breakers, .breaker)
        mark(ClauseTable.verbs, .verb)
        mark(ClauseTable.companions, .companion)
        mark(ClauseTable.openers, .opener)
        mark(ClauseTable.abnormal, .abnormal)
        mark([","], .comma)
        mark(["and"], .and)
        mark(["or", "nor"], .or)
        return cues.values.sorted { $0.phrase < $1.phrase }
    }()

    /// The phrase for `PhraseAutomaton`: whole words, except for punctuation.
    var pattern: String { [",", ";", "?"].contains(phrase) ? phrase : "_\(phrase)_" }
}
