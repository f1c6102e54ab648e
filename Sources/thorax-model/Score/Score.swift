import ArgumentParser
import Foundation
import ReportMetrics

struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Scores reports against references: BLEU, ROUGE-L, CIDEr, METEOR.",
        discussion: """
            Both files hold JSON lines {"id": "…", "text": "…"} with the same ids. Text is scored as given, split at \
            white space as R2Gen does, so clean both files the same way first. Only METEOR normalises text itself; it \
            reads WordNet 3.0 from Debian's package wordnet-base. METEOR without its paraphrase module is a different \
            metric from METEOR 1.5 and is named accordingly. Intervals are 95 %, by bootstrap over the reports.

            Example: thorax-model score --references references.jsonl --candidates drafts.jsonl
            """)

    @Option(help: "The reference reports, JSON lines.", completion: .file(extensions: ["jsonl"]))
    var references: String

    @Option(help: "The reports to score, JSON lines.", completion: .file(extensions: ["jsonl"]))
    var candidates: String

    @Option(
        help: "METEOR 1.5's paraphrase table (paraphrase-en.gz, or uncompressed), needed for full METEOR 1.5.",
        completion: .file())
    var paraphrases: String?

    @Flag(help: "Print one JSON object instead of a table.")
    var json = false

    func run() throws {
        try Failure.reported {
            let reports = try ReportPairing.read(references: references, candidates: candidates)
            let pairs = try ReportPairs(
                reports.map { (candidate: $0.candidate, reference: $0.reference) }, wordNet: WordNet(),
                paraphrases: paraphrases)
            let table = ScoreTable(pairs)
            if json { try Output.print(json: table) } else { print(table.text) }
        }
    }
}
