import Administration
import Foundation
import Platform
import WorkList
import WorkListDatabase

/// Removes patients from a text. UIDs become short keyed hashes that are the same throughout one bundle; words that
/// belong to a patient in the work list are replaced by `[patient]`, and names in DICOM's form by `[name]`.
struct PatientRemover {
    private let workList: WorkListStore
    private let key: [UInt8]
    private var known: [Substring: String] = [:]

    init(_ workList: WorkListStore) {
        self.workList = workList
        key = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
    }

    /// The text without patients.
    mutating func clean(_ text: String) throws -> String {
        var clean = ""
        for part in Self.parts(of: text) {
            if let done = known[part] {
                clean += done
                continue
            }
            let replaced = try replacement(for: part)
            // The limit is enough for the words of a journal. Numbers that occur once are not worth caching.
            if known.count < 100_000 { known[part] = replaced }
            clean += replaced
        }
        return clean
    }

    private func replacement(for part: Substring) throws -> String {
        let word = String(part)
        guard word.contains(where: { $0.isLetter || $0.isNumber }) else { return word }
        if word.contains("^") { return "[name]" }
        if Self.isUID(word) {
            return "uid-" + KeyedDigest.hexadecimal(of: [word], key: key, bytes: 6)
        }
        let bare = word.trimmingCharacters(in: CharacterSet(charactersIn: ".-_"))
        for one in Set([word, bare]) where one.count > 1 {
            if try workList.isOfPatient(one) { return "[patient]" }
        }
        return word
    }

    /// Whether a word is dotted numbers, but not an address, a version or one of the standard's own UIDs.
    private static func isUID(_ word: String) -> Bool {
        let numbers = word.split(separator: ".", omittingEmptySubsequences: false)
        guard numbers.count > 2, numbers.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }) else {
            return false
        }
        if word.hasPrefix("1.2.840.10008.") { return false }
        let isAddress = numbers.count == 4 && numbers.allSatisfy { Int($0).map { $0 < 256 } ?? false }
        return !isAddress && !(numbers.count == 3 && numbers.allSatisfy { $0.count < 5 })
    }

    /// Splits a text into words and the separators between them. A word consists of letters, digits and the characters
    /// used inside ids, names and UIDs.
    private static func parts(of text: String) -> [Substring] {
        var parts: [Substring] = []
        var begin = text.startIndex
        var isWord = false
        for index in text.indices {
            let character = text[index]
            let belongs = character.isLetter || character.isNumber || "^.-_".contains(character)
            if belongs != isWord, index > begin {
                parts.append(text[begin..<index])
                begin = index
            }
            isWord = belongs
        }
        return begin < text.endIndex ? parts + [text[begin...]] : parts
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
