import Foundation
import Testing

@testable import ReportMetrics

struct WordNetTests {
    /// Expected results from the synonym module of METEOR 1.5's own program.
    @Test(arguments: [
        ("big", "large", true), ("enlarged", "expand", true), ("foci", "focuses", true), ("bases", "basis", true),
        ("saw", "seen", true), ("men", "man", true), ("lungs", "lung", true), ("studies", "report", true),
        ("left", "right", false), ("largely", "big", false), ("ks", "k", false), ("tester", "test", false),
        ("pneumothoraces", "pneumothorax", false),
    ])
    func `finds the synonyms that METEOR finds`(first: String, second: String, areSynonyms: Bool) throws {
        let wordNet = try WordNet()
        #expect(try wordNet.synsets(of: first).isDisjoint(with: wordNet.synsets(of: second)) != areSynonyms)
    }

    @Test func `names the missing package`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "absent-\(UUID().uuidString)")
        let error = #expect(throws: ReportMetricsError.self) { try WordNet(folder: folder) }
        #expect(error?.hint.contains("wordnet-base") == true)
    }

    @Test func `refuses a malformed index line`() throws {
        let index = WordNetIndex(
            bytes: Data("effusion n 3 4 @ x\nlung n 1 0 1 1 05387167  \n".utf8), path: "index.noun")
        #expect(throws: ReportMetricsError.self) { try index.synsets(of: "effusion") }
        #expect(try index.synsets(of: "lung") == [5_387_167])
        #expect(try index.synsets(of: "pleura").isEmpty)
    }
}
