import DICOMCore
import DICOMServices
import Query
import ThoraxConfiguration
import WorkList

extension ConformanceStatement {
    /// Keys of C-FIND by level.
    static var query: String {
        var text = """
            ### Query: keys

            Patient Root and Study Root, at every level of each; queries are relational: a key of any level at or above the
            query's narrows the answer. Answers come latest study first, at most `query.maximum_results` of them
            (\(DaemonConfiguration().maximumResults)); beyond that the final status is A700. Pending answers are FF00, or FF01
            where the request has a key that is not below. Names match without regard to case, by component group.
            \(QueryKey.ofTheNode.sorted().map { "\($0)" }.joined(separator: ", ")) are answered by the node itself.


            """
        for level in QueryLevel.allCases {
            var table = MarkdownTable("key", "tag", "matching")
            let keys = QueryKey.attributes.filter { $0.value.level == level }.sorted { $0.key < $1.key }
            for (key, attribute) in keys {
                table.add(name(of: attribute), place(of: key), matching(of: attribute))
            }
            text += "#### \(level.rawValue)\n\n" + table.text + "\n"
        }
        return text
    }

    private static func place(of key: KeyAttribute) -> String {
        key.sequence.map { "\($0) > \(key.tag)" } ?? "\(key.tag)"
    }

    private static func matching(of attribute: IndexedAttribute) -> String {
        switch QueryKey.matching(of: attribute) {
        case .uniqueIdentifiers: "single value, list of UID"
        case .text: "single value, wild card"
        case .personName: "single value, wild card"
        case .date, .time, .dateTime: "single value, range"
        case .number: "single value"
        case .none: "returned only"
        }
    }

    /// `seriesInstanceUID` as "Series Instance UID".
    private static func name(of attribute: IndexedAttribute) -> String {
        var words = ""
        for character in attribute.rawValue {
            if character.isUppercase, words.last?.isLowercase == true { words += " " }
            words += words.isEmpty ? character.uppercased() : String(character)
        }
        return words.replacing("Sop ", with: "SOP ")
    }
}
