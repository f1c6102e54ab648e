package import Foundation

/// Synonyms from the WordNet 3.0 files that Debian's `wordnet-base` installs. Two words are synonyms if a synset of any
/// part of speech contains both, or base forms of both.
///
/// The index files are memory-mapped and searched in place: opening is cheap, and only the words looked up are read.
package struct WordNet: Sendable {
    /// The folder where Debian installs WordNet.
    package static let defaultFolder = URL(filePath: "/usr/share/wordnet")

    private static let partsOfSpeech = ["noun", "verb", "adj", "adv"]
    /// WordNet 3.0's largest index is under 5 MB; a much larger file is not WordNet's.
    private static let largestFile = 64 << 20

    private let indexes: [WordNetIndex]
    /// Base forms of irregular words, for all parts of speech together.
    private var irregular: [String: [String]] = [:]

    /// Opens the index and exception files of a folder.
    ///
    /// Throws `ReportMetricsError.noWordNet` if a file is missing and `.brokenFile` if it is not WordNet's.
    package init(folder: URL = WordNet.defaultFolder) throws {
        indexes = try Self.partsOfSpeech.map { part in
            let file = folder.appending(path: "index.\(part)")
            return try WordNetIndex(bytes: Self.bytes(of: file), path: file.path)
        }
        for part in Self.partsOfSpeech {
            let file = folder.appending(path: "\(part).exc")
            for line in String(decoding: try Self.bytes(of: file), as: UTF8.self).split(whereSeparator: \.isNewline) {
                let words = line.split(separator: " ").map(String.init)
                guard words.count > 1 else {
                    throw ReportMetricsError.brokenFile(path: file.path, reason: "\"\(line)\" has no base form")
                }
                irregular[words[0], default: []] += words.dropFirst()
            }
        }
    }

    /// Synsets of a lower-case word and of its base forms.
    func synsets(of word: String) throws -> Set<Int> {
        var found = try synsets(ofLemma: word)
        if let lemmas = irregular[word] {
            for lemma in lemmas { found.formUnion(try synsets(ofLemma: lemma)) }
            return found
        }
        guard word.utf8.count > 2, !word.hasSuffix("ss") else { return found }
        for (suffix, ending) in Self.detachments where word.hasSuffix(suffix) {
            let base = try synsets(ofLemma: word.dropLast(suffix.count) + ending)
            if !base.isEmpty { return found.union(base) }
        }
        return found
    }

    private func synsets(ofLemma lemma: String) throws -> Set<Int> {
        var found: Set<Int> = []
        for (part, index) in indexes.enumerated() {
            // A synset is identified by its offset in the data file of its part of speech.
            for place in try index.synsets(of: lemma) { found.insert(place * Self.partsOfSpeech.count + part) }
        }
        return found
    }

    /// WordNet's rules of detachment, `morphy(7WN)`; the first that gives a known word applies.
    private static let detachments = [
        ("s", ""), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"), ("men", "man"),
        ("ies", "y"), ("es", "e"), ("es", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", ""), ("er", ""),
        ("est", ""), ("er", "e"), ("est", "e"),
    ]

    private static func bytes(of file: URL) throws -> Data {
        guard let bytes = try? Data(contentsOf: file, options: .mappedIfSafe) else {
            throw ReportMetricsError.noWordNet(path: file.path)
        }
        guard bytes.count <= largestFile else {
            throw ReportMetricsError.brokenFile(path: file.path, reason: "is larger than \(largestFile >> 20) MiB")
        }
        return bytes
    }
}
