import FindingLabels
import Testing

@testable import ReportTraining

/// The grammar's sentences as labelled by `FindingLabeler`: the claims must agree on findings that both label sets have.
struct GrammarLabelTests {
    private static let names: [ChestFinding: Finding] = [
        .atelectasis: .atelectasis, .cardiomegaly: .cardiomegaly, .effusion: .pleuralEffusion,
        .infiltration: .lungOpacity, .mass: .lungLesion, .nodule: .lungLesion, .pneumonia: .pneumonia,
        .pneumothorax: .pneumothorax, .consolidation: .consolidation, .edema: .edema,
        .pleuralThickening: .pleuralOther, .fibrosis: .pleuralOther,
    ]

    /// Sentences the labeler cannot match: CheXpert has the stem "fibrosis" but not "fibrotic", counts "scar" as a lung
    /// opacity, and has "nodular opacity" but not with a word in between.
    private static let withoutStem: Set<String> = [
        "Fibrotic scarring is present.", "There is fibrotic change of the lungs.", "Fibrotic change.",
        "A nodular pulmonary opacity is present.",
    ]

    @Test func `claims of presence are labelled positive`() {
        let labeler = FindingLabeler()
        for (sentence, claims) in ReportGrammar.claimsBySentence where !Self.withoutStem.contains(sentence) {
            let report = labeler.label(sentence)
            for finding in claims.present.compactMap({ Self.names[$0] }) {
                #expect(report[finding] == .positive, "\(finding): \(sentence)")
            }
        }
    }

    @Test func `claims of possibility are labelled uncertain`() {
        let labeler = FindingLabeler()
        for (sentence, claims) in ReportGrammar.claimsBySentence {
            let report = labeler.label(sentence)
            for finding in claims.possible.compactMap({ Self.names[$0] }) {
                #expect(report[finding] == .uncertain, "\(finding): \(sentence)")
            }
        }
    }

    /// "The lungs are clear" excludes findings without naming them, so a claim of absence may be labelled unmentioned,
    /// but never positive.
    @Test func `claims of absence are labelled negative or unmentioned`() {
        let labeler = FindingLabeler()
        for (sentence, claims) in ReportGrammar.claimsBySentence {
            let report = labeler.label(sentence)
            for finding in claims.absent.compactMap({ Self.names[$0] }) {
                #expect([.negative, .unmentioned].contains(report[finding]), "\(finding): \(sentence)")
            }
        }
    }

    @Test func `a finding named by a claim of absence is labelled negative`() {
        let labeler = FindingLabeler()
        for sentence in FindingsPhrases.clearPleura.variants {
            let report = labeler.label(sentence)
            #expect(report[.pleuralEffusion] == .negative && report[.pneumothorax] == .negative, "\(sentence)")
        }
        for sentence in FindingsPhrases.noEdema.variants { #expect(labeler.label(sentence)[.edema] == .negative) }
        for sentence in FindingsPhrases.normalHeart.variants {
            #expect(labeler.label(sentence)[.cardiomegaly] == .negative, "\(sentence)")
        }
    }

    @Test func `no sentence of the grammar compares with a prior study`() {
        let comparison = PriorComparison()
        for sentence in ReportGrammar.claimsBySentence.keys {
            #expect(!comparison.isFound(in: sentence), "\(sentence)")
        }
    }
}
