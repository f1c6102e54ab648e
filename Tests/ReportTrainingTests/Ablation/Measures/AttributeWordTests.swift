import Testing

@testable import ReportTraining

@Suite struct AttributeWordTests {
    @Test func `each attribute word has the words of the other values as rivals`() {
        let report = FactReport(
            truth: [], stated: [],
            sentences: [
                "There is a small pulmonary nodule in the right upper zone.", "The heart size is normal.",
                "Severe pulmonary edema is seen.",
            ])
        let words = AttributeWord.all(in: report)
        #expect(words.map(\.word) == ["small", "right", "upper", "severe"])
        #expect(words.map(\.attribute) == [.grade, .side, .zone, .grade])
        #expect(words.map { report.words[$0.position] } == words.map(\.word))
        #expect(words.map(\.rivals) == [["moderate", "large"], ["left"], ["mid", "lower"], ["mild", "moderate"]])
    }

    @Test func `every stated attribute has exactly one word in every wording`() {
        for fact in FactFinding.all.flatMap(ReportFact.all) {
            for sentence in FactPhrases.wordings(fact) {
                let words = AttributeWord.all(in: FactReport(truth: [], stated: [], sentences: [sentence]))
                #expect(Set(words.map(\.attribute)) == Set(fact.values.map(\.attribute)), "\(sentence)")
                #expect(words.count == fact.values.count, "\(sentence)")
            }
        }
    }
}
