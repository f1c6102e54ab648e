package import Foundation

/// Synonyms from WordNet 3.0's own files, as Debian's `wordnet-base` installs them: two words are synonyms if a
/// synset holds both, of any part of speech, or base forms of both.
///
/// The index files are mapped and searched in place, so that opening costs nothing and only the words of the texts
/// are read.
package struct WordNet: Sendable {
    /// Where Debian installs WordNet.
    package static let defaultFolder = URL(filePath: "/usr/share/wordnet")

    private static let partsOfSpeech = ["noun", "verb", "adj", "adv"]
    /// WordNet 3.0's largest index has under 5 MB; something much larger is something else.
    private static let largestFile = 64 << 20

    private let indexes: [WordNetIndex]
    /// Base forms of irregular words, all parts of speech in one.
    private var irregular: [String: [String]] = [:]

    /// Opens the index and exception files of a folder.
    ///
    /// Throws `ReportMetricsError.noWordNet` where one is missing and `.brokenFile` where it is not WordNet's.
    package init(folder: URL = WordNet.defaultFolder) throws {
        indexes = try Self.partsOfSpeech.map { part in
            let file = folder.appending(path: "index.\(part)")
            return try WordNetIndex(bytes: Self.bytes(of: file), path: file.path)
        }
        for part in Self.partsOfSpeech {
            let file = folder.appending(path: "\(part).exc")
            for line in String(decoding: try Self.bytes(of: file), as: UTF8.self).split(separator: "\n") {
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
            // A synset is a place in its part of speech's data file.
            for place in try index.synsets(of: lemma) { found.insert(place * Self.partsOfSpeech.count + part) }
        }
        return found
    }

    /// WordNet's rules of detachment, `morphy(7WN)`; the first that gives a known word counts.
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
            throw ReportMetricsError.brokenFile(path: file.path, reason: "has more than \(largestFile >> 20) MiB")
        }
        return bytes
    }
}
