import DICOMCore
import Query
import WorkListDatabase

/// Writes the matches of a search in the DICOM JSON Model (PS3.18 Annex F).
struct MatchJSON {
    /// One attribute with its values, as text separated by `\`.
    struct Element {
        let tag: Tag
        let representation: VR
        let value: String
        /// Of the one item of a sequence.
        var item: [Element] = []
    }

    private(set) var json = JSONText()

    /// Appends an object of elements.
    mutating func append(_ elements: [Element]) {
        json.raw("{")
        for (number, element) in elements.sorted(by: { $0.tag < $1.tag }).enumerated() {
            if number > 0 { json.raw(",") }
            json.text(Self.digits(element.tag))
            json.raw(":{\"vr\":")
            json.text(element.representation.letters)
            if element.representation == .sequence {
                if element.item.contains(where: { !$0.value.isEmpty }) {
                    json.raw(",\"Value\":[")
                    append(element.item)
                    json.raw("]")
                }
            } else if !element.value.isEmpty {
                json.raw(",\"Value\":[")
                let values = element.value.split(separator: "\\", omittingEmptySubsequences: false)
                for (number, value) in values.enumerated() {
                    if number > 0 { json.raw(",") }
                    append(String(value), element.representation)
                }
                json.raw("]")
            }
            json.raw("}")
        }
        json.raw("}")
    }

    mutating func raw(_ text: StaticString) { json.raw(text) }

    private mutating func append(_ value: String, _ representation: VR) {
        if value.isEmpty {
            json.raw("null")
        } else if representation == .personName {
            append(name: value)
        } else if representation == .integerString || representation == .unsignedShort, let number = Int(value),
            "\(number)" == value
        {
            json.number(number)
        } else {
            json.text(value)
        }
    }

    /// Only component groups that are not empty, without delimiters at their ends (F.2.2).
    private mutating func append(name: String) {
        let groups = name.split(separator: "=", maxSplits: 2, omittingEmptySubsequences: false).map { group in
            group.lastIndex { $0 != "^" && $0 != " " }.map { String(group[...$0]) } ?? ""
        }
        let members = zip(["Alphabetic", "Ideographic", "Phonetic"], groups).filter { !$1.isEmpty }
        json.object(members.map { ($0, .text($1)) })
    }

    /// A tag as eight digits.
    static func digits(_ tag: Tag) -> String {
        let digits = String(tag.number, radix: 16, uppercase: true)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
