import FindingLabels
import Testing

@testable import ReportTraining

/// The grammar's sentences read back by the labeler: the claims must be the same where both label sets have the finding.
struct GrammarLabelTests {
    private static let names: [ChestFinding: Finding] = [
        .atelectasis: .atelectasis, .cardiomegaly: .cardiomegaly, .effusion: .pleuralEffusion,
        .infiltration: .lungOpacity, .mass: .lungLesion, .nodule: .lungLesion, .pneumonia: .pneumonia,
        .pneumothorax: .pneumothorax, .consolidation: .consolidation, .edema: .edema,
        .pleuralThickening: .pleuralOther, .fibrosis: .pleuralOther,
    ]

    /// CheXpert's stems have "fibrosis" but not "fibrotic", and its "scar" is a lung opacity; they have "nodular
    /// opacity" but not with a word between.
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

    /// "The lungs are clear" denies findings it does not name, so a claim of absence may go unmentioned, never positive.
    @Test func `claims of absence are labelled negative or not at all`() {
        let labeler = FindingLabeler()
        for (sentence, claims) in ReportGrammar.claimsBySentence {
            let report = labeler.label(sentence)
            for finding in claims.absent.compactMap({ Self.names[$0] }) {
                #expect([.negative, .unmentioned].contains(report[finding]), "\(finding): \(sentence)")
            }
        }
    }

    @Test func `what a sentence names, it denies by name`() {
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

    @Test func `no sentence of the grammar compares with an earlier study`() {
        let comparison = PriorComparison()
        for sentence in ReportGrammar.claimsBySentence.keys {
            #expect(!comparison.isFound(in: sentence), "\(sentence)")
        }
    }
}
