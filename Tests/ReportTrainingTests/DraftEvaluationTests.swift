import ReportGeneration
import ReportMetrics
import Testing

@testable import ReportTraining

struct DraftEvaluationTests {
    private let references = (0..<12).map { index in
        DraftReference(
            .film("\(index)", index % 3 == 0 ? [.pneumonia, .effusion] : [], patient: index, .pa), seed: 3)
    }

    private func evaluate(_ drafts: [EvaluatedText]) throws -> DraftEvaluation {
        let scoring = DraftScoring(references: references, findingCount: 14, isWritten: false)
        return try DraftEvaluation(source: "test", drafts: drafts, scoring: scoring, resamples: 20)
    }

    @Test func `the references themselves get perfect scores`() throws {
        let evaluation = try evaluate(references.map(\.report))
        for name in ["BLEU-4", "ROUGE-L", "findings, micro F1", "words to reference words"] {
            #expect(abs(try #require(evaluation[name]).value - 1) < 1e-6, "\(name)")
        }
        #expect(evaluation.unknownSentences == 0 && evaluation.contradictoryDrafts == 0)
        #expect(evaluation.distinctDrafts == Set(references.map(\.report)).count)
    }

    @Test func `the same normal report for every study finds nothing`() throws {
        let normal = ReportText(findings: ["The lungs are clear."], impression: [])
        let evaluation = try evaluate(references.map { _ in EvaluatedText(words: normal.words) })
        #expect(evaluation["findings, micro recall"]?.value == 0 && evaluation["findings, micro F1"]?.value == 0)
        #expect(evaluation.distinctDrafts == 1)
        #expect(try #require(evaluation["ROUGE-L"]).value < 1)
    }

    @Test func `written reports are labelled on both sides, and invented comparisons are counted`() throws {
        let texts = ["there is a large pleural effusion .", "the lungs are clear .", "mild cardiomegaly ."]
        let references = texts.enumerated().map { index, text in
            DraftReference(
                TrainingStudy(
                    id: "\(index)", patient: "\(index)", group: nil, views: [], labels: [],
                    report: .written(words: text.split(separator: " ").map(String.init), original: text)), seed: 1)
        }
        let scoring = DraftScoring(references: references, findingCount: 14, isWritten: true)
        let same = try DraftEvaluation(
            source: "same", drafts: references.map(\.report), scoring: scoring, resamples: 5)
        #expect(same["CE-micro14-u0-f1"]?.value == 1 && same["prior hallucination"]?.value == 0)
        #expect(same.unknownSentences == nil)
        let invented = EvaluatedText(words: [
            "the", "effusion", "has", "increased", "since", "the", "prior", "study", ".",
        ])
        let other = try DraftEvaluation(
            source: "other", drafts: references.map { _ in invented }, scoring: scoring, resamples: 5)
        #expect(other["prior hallucination"]?.value == 1)
        #expect(try #require(other["CE-micro14-u0-f1"]).value < 1)
    }

    @Test func `a truncated reference has the words the decoder was trained on`() {
        let study = TrainingStudy(
            id: "", patient: "", group: nil, views: [], labels: [],
            report: .written(words: ["no", "acute", "disease", "."], original: ""))
        let vocabulary = Vocabulary(reports: [["no", "disease"]], labels: nil)
        let reference = DraftReference(study, seed: 1, vocabulary: vocabulary, longest: 4)
        #expect(reference.report.words == ["no", "<unk>", "disease"])
        #expect(DraftReference(study, seed: 1).report.text == "no acute disease .")
    }
}
