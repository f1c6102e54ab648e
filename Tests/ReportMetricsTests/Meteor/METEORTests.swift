import Foundation
import TestHarness
import Testing

@testable import ReportMetrics

@Suite(.blocking) struct METEORTests {
    private func score(_ candidate: String, _ reference: String) throws -> Double {
        var scorer = METEOR(wordNet: try WordNet())
        return METEOR.score([
            try scorer.statistics(candidate: MeteorText(candidate), reference: MeteorText(reference))
        ])
    }

    @Test func `equal reports score 1 and reports without a common word 0`() throws {
        #expect(try score("the lungs are clear .", "the lungs are clear .") == 1)
        #expect(try score("the lungs are clear", "pneumonia") == 0)
        #expect(try score("", "pneumonia") == 0)
    }

    @Test func `a synonym costs its weight`() throws {
        #expect(isClose(try score("big heart", "large heart"), 0.9))
    }

    @Test func `counts of pairs add up, and a perfect pair adds no chunk`() throws {
        var scorer = METEOR(wordNet: try WordNet())
        let perfect = try scorer.statistics(candidate: MeteorText("clear ."), reference: MeteorText("clear ."))
        let swapped = try scorer.statistics(candidate: MeteorText("heart big"), reference: MeteorText("big heart"))
        #expect(perfect.chunks == 0)
        #expect(swapped.chunks == 2)
        // Precision and recall are 1, with two chunks in four words.
        #expect(isClose(METEOR.score([perfect, swapped]), 1 - 0.6 * pow(0.5, 0.2)))
    }

    @Test func `phrases of a table match, whether the file is plain or compressed`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "paraphrases-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let plain = folder.appending(path: "table")
        try "0.1\nno sign of\nwithout\n0.2\nnever met\nnor this\n".write(to: plain, atomically: true, encoding: .utf8)
        #expect(try run("/usr/bin/env", ["gzip", "--keep", plain.path]).status == 0)
        let candidate = MeteorText("No sign of pneumonia")
        let reference = MeteorText("without pneumonia")
        for path in [plain.path, plain.path + ".gz"] {
            let table = try ParaphraseTable(path: path, texts: [candidate, reference])
            let matches = table.matches(candidate: candidate.words, reference: reference.words)
            #expect(matches.map(\.candidate) == [0..<3] && matches.map(\.reference) == [0..<1])
            var scorer = METEOR(wordNet: try WordNet())
            let with = try scorer.statistics(candidate: candidate, reference: reference, paraphrases: table)
            let without = try scorer.statistics(candidate: candidate, reference: reference)
            #expect(METEOR.score([with]) > METEOR.score([without]))
        }
        try "no table\n".write(to: plain, atomically: true, encoding: .utf8)
        #expect(throws: ReportMetricsError.self) { try ParaphraseTable(path: plain.path, texts: [candidate]) }
    }
}
