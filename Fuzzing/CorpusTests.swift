import Foundation
import TestHarness
import Testing

/// Every harness takes the seeds that `make fuzz` starts from, among them the inputs that showed a fault: none ends the
/// process.
struct CorpusTests {
    @Test(arguments: harnesses.keys.sorted())
    func `a harness takes its seeds`(name: String) throws {
        let corpus = packageRoot.appending(path: "Fuzzing/Corpus")
        let own = corpus.appending(path: name)
        // What reads data sets shares its seeds.
        let folder = FileManager.default.fileExists(atPath: own.path) ? own : corpus.appending(path: "header-scan")
        let seeds = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(!seeds.isEmpty)
        let harness = try #require(harnesses[name])
        for seed in seeds { harness(Array(try Data(contentsOf: seed))) }
    }
}
