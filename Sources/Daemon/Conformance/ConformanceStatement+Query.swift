import DICOMCore
import DICOMServices
import Query
import ThoraxConfiguration
import WorkListDatabase

extension ConformanceStatement {
    /// Keys of C-FIND by level.
    static var query: String {
        let limits = ReadBudget.Limits()
        let (seconds, patience) = (limits.time.components.seconds, limits.patience.components.seconds)
        var text = """
            ### Query: keys

            Patient Root and Study Root, at every level of each; queries are relational: a key of any level at or above the
            query's narrows the answer. Answers come latest study first, at most `query.maximum_results` of them
            (\(DaemonConfiguration().maximumResults)); beyond that the final status is A700.

            A query, or the selection of a retrieval, ends in A700 with an error comment that says to narrow the query when it
            reads for more than \(seconds) s or takes more than \(limits.steps / 1_000_000) million steps of the database. At most
            \(WorkListStore.queryReaders) read at the same time; one that waits for \(patience) s ends in A700 with the comment to try again later.

            Documents of a draft that a reviewer has rejected are neither found nor counted nor retrieved.

            A key is matched, or only returned, or ignored; where one is ignored, the pending answers are FF01 instead of
            FF00. Ignored are keys that are not below or are of a level below the query's, a value where a key is only
            returned, and a value that is not in the form of its matching, such as a date of 13 digits or a date and time
            with an offset from UTC. \(QueryKey.ofTheNode.sorted().map { "\($0)" }.joined(separator: ", ")) are answered by
            the node itself; a value in one of the last two is ignored.

            Modality (0008,0060) at level STUDY means Modalities In Study, which is returned in its place. Several values in
            a key, separated by `\\`, match if one of them does. Spaces and NULs around a value do not count. Names match
            without regard to case, by component group; `^` and `=` between wild cards do not narrow. Code strings match
            without regard to case, other text with. A range is `a-b`, `a-` or `-b`, with or without spaces around the
            hyphen; a year or a month stands for its days, `HH` and `HHMM` for their seconds. Dates may be `YYYY.MM.DD` and
            times `HH:MM:SS`, in keys and in objects; answers have `YYYYMMDD` and `HHMMSS`.


            """
        for level in QueryLevel.allCases {
            var table = MarkdownTable("key", "tag", "VR", "matching")
            let keys = QueryKey.attributes.filter { $0.value.level == level }.sorted { $0.key < $1.key }
            for (key, attribute) in keys {
                table.add(
                    words(of: attribute.keyword), place(of: key), "\(attribute.representation)",
                    matching(of: attribute.matching))
            }
            text += "#### \(level.rawValue)\n\n" + table.text + "\n"
        }
        return text
    }

    private static func place(of key: KeyAttribute) -> String {
        key.sequence.map { "\($0) > \(key.tag)" } ?? "\(key.tag)"
    }

    private static func matching(of matching: IndexedAttribute.Matching) -> String {
        switch matching {
        case .uniqueIdentifier: "single value, list of UID"
        case .text: "single value, list, wild card"
        case .personName: "single value, list, wild card; any case"
        case .date, .time, .dateTime: "single value, list, range"
        case .number: "single value, list"
        case .none: "returned only"
        }
    }

    /// `SeriesInstanceUID` as "Series Instance UID".
    private static func words(of keyword: String) -> String {
        var words = ""
        for character in keyword {
            if character.isUppercase, words.last?.isLowercase == true { words += " " }
            words.append(character)
        }
        return words.replacing("SOPClass", with: "SOP Class").replacing("SOPInstance", with: "SOP Instance")
    }
}
