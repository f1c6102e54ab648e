import ReportMetrics
import Testing

struct TextScoresTests {
    private func check(_ pairs: [(candidate: String, reference: String)], against package: PackageScores) throws {
        let scored = try ReportPairs(pairs, wordNet: WordNet(), paraphrases: nil)
        let scores = try #require(scored.scores(of: Array(pairs.indices)))
        #expect(package.bleu.count == 4)
        for (ours, theirs) in zip(scores.bleu, package.bleu) { #expect(isClose(ours, theirs, within: 1e-6)) }
        #expect(isClose(scores.rougeL, package.rougeL, within: 1e-6))
        #expect(isClose(scores.cider, package.cider, within: 1e-6))
        let meteor = try #require(package.meteor)
        #expect(isClose(scores.meteor15NoParaphrase, meteor.together, within: 1e-6))
        for (index, theirs) in meteor.each.enumerated() {
            let ours = try #require(scored.scores(of: [index])).meteor15NoParaphrase
            #expect(isClose(ours, theirs, within: 1e-6), "\(pairs[index])")
        }
        for (index, theirs) in package.rougeLEach.enumerated() {
            #expect(isClose(try #require(scored.scores(of: [index])).rougeL, theirs, within: 1e-6), "\(pairs[index])")
        }
        for (index, theirs) in package.ciderEach.enumerated() {
            #expect(isClose(try #require(scored.scores(of: [index])).cider, theirs, within: 1e-6), "\(pairs[index])")
        }
    }

    @Test func `agrees with the committed scores of pycocoevalcap`() throws {
        try check(PackageScores.pairs(), against: PackageScores.committed())
    }

    @Test(.enabled(if: PackageScores.isInstalled, "scripts/pycocoevalcap.sh could not install pycocoevalcap"))
    func `agrees with pycocoevalcap on random texts`() throws {
        let sentences = try PackageScores.pairs().map(\.reference)
        var generator = SystemRandomNumberGenerator()
        let signs = ["<unk>", "2.5", "x-rays", "isn't", "effusions", "(AP)", "a.m.", ",", "--", "No. 5", "  ", "Ärzte"]
        let pairs = (0..<120).map { _ in
            var words = (sentences.randomElement(using: &generator) ?? "").split(separator: " ").map(String.init)
            let reference = words.joined(separator: " ")
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                words.insert(signs.randomElement(using: &generator) ?? "", at: Int.random(in: 0...words.count))
                words.swapAt(Int.random(in: words.indices), Int.random(in: words.indices))
                words.remove(at: Int.random(in: words.indices))
            }
            return (candidate: words.joined(separator: " "), reference: reference)
        }
        try check(pairs, against: PackageScores.running(on: pairs))
    }

    @Test func `counts distinct drafts and compares lengths`() throws {
        let pairs = [(candidate: "a b", reference: "a b c"), ("a b", "c"), ("", "d e f g")]
        let scored = try ReportPairs(pairs, wordNet: WordNet(), paraphrases: nil)
        let scores = try #require(scored.scores(of: [0, 1, 2]))
        #expect(scores.reports == 3 && scores.distinct == 2)
        #expect(scores.lengthRatio == 0.5)
        #expect(scores.meteor15 == nil)
        #expect(scored.scores(of: []) == nil)
    }
}
