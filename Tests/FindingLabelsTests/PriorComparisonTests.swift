import FindingLabels
import Testing

struct PriorComparisonTests {
    private static let shared = PriorComparison()
    private var comparison: PriorComparison { Self.shared }

    @Test(arguments: [
        ("Compared to the prior study, edema has improved.", ["Compared", "prior", "improved"]),
        ("The left effusion is unchanged.", ["unchanged"]), ("New right lower lobe opacity.", ["New"]),
        ("No new consolidation.", ["No new"]), ("Again seen is a left pacemaker.", ["Again"]),
        ("The heart remains enlarged.", ["remains"]), ("Stable cardiomegaly.", ["Stable"]),
        ("Interval removal of the chest tube.", ["Interval", "removal of"]),
        ("Pneumothorax has resolved.", ["resolved"]), ("The effusion has increased.", ["increased"]),
        ("No significant change.", ["No significant change"]),
        ("Prior film shows prior sternotomy.", ["Prior"]),
    ])
    func `finds a comparison and its words`(text: String, words: [String]) throws {
        let found = comparison.sentences(of: text)
        try #require(found.count == 1)
        #expect(found[0].words == words)
        #expect(comparison.isFound(in: text))
    }

    @Test(arguments: [
        "", "The lungs are clear.", "The patient is hemodynamically stable.", "Previous median sternotomy.",
        "Sequela of prior granulomatous disease.", "Old granulomatous disease.", "Prior left upper lobectomy.",
        "Increased density at the left base.", "Interstitial markings are increased, in keeping with pulmonary edema.",
        "No prior studies are available.", "Comparison: None.", "Short interval follow-up is recommended.",
        "Renewed effort.",
    ])
    func `does not mistake the patient's past or state for a comparison`(text: String) {
        #expect(comparison.sentences(of: text).isEmpty)
        #expect(!comparison.isFound(in: text))
    }

    @Test func `returns the sentence as written`() throws {
        let text = "Évident.\n No effusion.  Edema is unchanged . Heart normal."
        let found = try #require(comparison.sentences(of: text).first)
        #expect(found.sentence == 2)
        #expect(String(String.UnicodeScalarView(Array(text.unicodeScalars)[found.range])) == "Edema is unchanged")
    }
}
