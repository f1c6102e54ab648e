import Administration
import Foundation
import Platform
import WorkListDatabase

/// Lets through of a text only what this program itself may have written: words of its own sentences, small numbers, times,
/// addresses and names of the configuration. Everything else is replaced, so that no form of a patient's data has to be known.
///
/// UIDs become short keyed hashes that are the same throughout one bundle. A word of the program that is also a word of a
/// patient in the work list is replaced too.
struct PatientRemover {
    private let vocabulary = ProgramVocabulary()
    private let patients: Set<String>
    private let names: Set<String>
    private let key = (0..<32).map { _ in UInt8.random(in: .min ... .max) }

    /// Fields of JSON whose values are codes of this program, or of the configuration.
    private static let fields: Set<String> = [
        "at", "calledAETitle", "changedAt", "createdAt", "destination", "direction", "form", "notBefore",
        "oldestWaitingSince", "peer", "source", "state", "status", "unknownPeers", "lastSeenAt", "firstSeenAt",
    ]

    /// - Parameter names: names of peers and their AE titles.
    init(_ workList: WorkListStore, names: Set<String>) throws {
        self.names = names
        patients = try workList.patientWords()
    }

    /// The text without anything that is not this program's own.
    func clean(_ text: String) -> String {
        var clean = ""
        var word = ""
        func end() {
            if !word.isEmpty { clean += replacement(for: word) }
            word = ""
        }
        for character in text {
            if character.isWhitespace || "\"'=,;()[]{}<>".contains(character) {
                end()
                clean.append(character)
            } else {
                word.append(character)
            }
        }
        end()
        return clean
    }

    /// Lines of the journal: time, host and process are the journal's own.
    func cleanJournal(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            let parts = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
            guard parts.count == 4, parts[0].firstMatch(of: Self.moment) != nil, parts[2].hasSuffix(":") else {
                return clean(String(line))
            }
            return parts.prefix(3).joined(separator: " ") + " " + clean(String(parts[3]))
        }.joined(separator: "\n")
    }

    /// JSON with the same shape: the values of known fields, numbers and truth values stay, other texts are cleaned.
    func cleanJSON(_ text: String) throws -> String {
        let value = clean(try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed), of: "")
        let data = try JSONSerialization.data(
            withJSONObject: value, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self)
    }

    private func clean(_ value: Any, of field: String) -> Any {
        switch value {
        case let object as [String: Any]:
            return Dictionary(uniqueKeysWithValues: object.map { ($0.key, clean($0.value, of: $0.key)) })
        case let array as [Any]: return array.map { clean($0, of: field) }
        case let text as String:
            return Self.fields.contains(field) && !isOfPatient(text) ? text : clean(text)
        default: return value
        }
    }

    private static var moment: Regex<Substring> { /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[0-9.:+-]*Z?$/ }
    /// Up to five digits, with a sign, a fraction and a unit.
    private static var quantity: Regex<(Substring, Substring?, Substring?)> {
        /^-?\d{1,5}(\.\d{1,9})?(%|s|ms|MB|kB|GB|h|m)?$/
    }
    private static var status: Regex<(Substring, Substring?)> { /^(0x)?[0-9A-F]{4}H?$/ }
    private static var address: Regex<(Substring, Substring, Substring?)> { /^\d{1,3}(\.\d{1,3}){3}(:\d{1,5})?$/ }

    private func replacement(for word: String) -> String {
        let bare = word.trimmingCharacters(in: CharacterSet(charactersIn: ".:!?-_/…"))
        guard !bare.isEmpty else { return word }
        return word.replacing(bare, with: replacement(ofBare: bare), maxReplacements: 1)
    }

    private func replacement(ofBare word: String) -> String {
        if names.contains(word) { return word }
        if isOfPatient(word) { return "[patient]" }
        if Self.isUID(word) { return "uid-" + KeyedDigest.hexadecimal(of: [word], key: key, bytes: 6) }
        if word.firstMatch(of: Self.quantity) != nil || word.firstMatch(of: Self.address) != nil { return word }
        if word.firstMatch(of: Self.status) != nil, word.contains(where: \.isLetter) { return word }
        if word.firstMatch(of: Self.moment) != nil { return word }
        // Words joined by hyphens, dots and slashes: keys of the configuration, names of attributes.
        let parts = word.split(whereSeparator: { "-./_:".contains($0) })
        if parts.allSatisfy({ vocabulary.contains($0) && !isOfPatient(String($0)) }) { return word }
        return word.contains("^") ? "[name]" : "[value]"
    }

    private func isOfPatient(_ word: String) -> Bool { patients.contains(word.lowercased()) }

    /// Whether a word is dotted numbers, but not an address, a version or one of the standard's own UIDs.
    private static func isUID(_ word: String) -> Bool {
        let numbers = word.split(separator: ".", omittingEmptySubsequences: false)
        guard numbers.count > 2, numbers.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } })
        else { return false }
        if word.hasPrefix("1.2.840.10008.") { return false }
        return word.firstMatch(of: address) == nil && !(numbers.count == 3 && numbers.allSatisfy { $0.count < 5 })
    }
}
