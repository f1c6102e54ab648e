import DICOMCore
import DICOMWebEncoding
import WorkListDatabase

/// The matches of a search as data sets (PS3.18 10.6.3.3). What is the same for all, such as the order of the tags, is worked out
/// once.
struct SearchMatches {
    /// What one place of a data set has.
    private enum Content {
        case constant(MetadataElement)
        /// The value at an index.
        case attribute(Int, IndexedAttribute)
        /// An item with the values at these indices.
        case sequence([(index: Int, attribute: IndexedAttribute)])
        case retrieveURL
    }

    /// In the order of their tags.
    private let contents: [(tag: Tag, content: Content)]
    /// The path of a match: names of the levels, and the indices of their UIDs.
    private let path: [(name: String, index: Int?)]
    private let base: String

    /// - Parameters:
    ///   - attributes: what the values of each match are of.
    ///   - base: the address of the resources, for the retrieve URL.
    init(_ attributes: [IndexedAttribute], _ level: QueryLevel, _ base: String) {
        self.base = base
        var contents: [(tag: Tag, content: Content)] = [
            (
                .specificCharacterSet,
                .constant(MetadataElement(.specificCharacterSet, .codeString, .texts(["ISO_IR 192"])))
            ),
            (.instanceAvailability, .constant(MetadataElement(.instanceAvailability, .codeString, .texts(["ONLINE"])))),
            (.retrieveURL, .retrieveURL),
        ]
        var items: [Tag: [(index: Int, attribute: IndexedAttribute)]] = [:]
        for (index, attribute) in attributes.enumerated() {
            if let sequence = attribute.sequence {
                items[sequence, default: []].append((index, attribute))
            } else {
                contents.append((attribute.tag, .attribute(index, attribute)))
            }
        }
        for (tag, item) in items {
            contents.append((tag, .sequence(item.sorted { $0.attribute.tag < $1.attribute.tag })))
        }
        self.contents = contents.sorted { $0.tag < $1.tag }
        let levels: [(String, IndexedAttribute)] = [
            ("studies", .studyInstanceUID), ("series", .seriesInstanceUID), ("instances", .sopInstanceUID),
        ]
        path = levels.prefix(max(1, level.depth)).map { ($0, attributes.firstIndex(of: $1)) }
    }

    /// The elements of a match, in the order of their tags.
    ///
    /// - Parameter values: of the attributes, several separated by `\`; nil or empty for none.
    func elements(_ values: [String?]) -> [MetadataElement] {
        contents.compactMap { tag, content in
            switch content {
            case .constant(let element): return element
            case .attribute(let index, let attribute):
                if attribute == .timezoneOffsetFromUTC, values[index] == nil { return nil }
                return MetadataElement(tag, attribute.representation, values[index] ?? "")
            case .sequence(let item):
                let elements = item.map { index, attribute in
                    MetadataElement(attribute.tag, attribute.representation, values[index] ?? "")
                }
                let isEmpty = elements.allSatisfy { $0.value == .empty }
                return MetadataElement(tag, .sequence, isEmpty ? .empty : .items([elements]))
            case .retrieveURL: return MetadataElement(tag, .universalResource, .texts([retrieveURL(values)]))
            }
        }
    }

    private func retrieveURL(_ values: [String?]) -> String {
        path.reduce(base) { url, part in "\(url)/\(part.name)/\(part.index.flatMap { values[$0] } ?? "")" }
    }
}

extension MetadataElement {
    /// An element of the index, whose values are text separated by `\`.
    fileprivate init(_ tag: Tag, _ representation: VR, _ text: String) {
        guard !text.isEmpty else {
            self.init(tag, representation, .empty)
            return
        }
        let isOne = !text.utf8.contains(UInt8(ascii: "\\"))
        let values = isOne ? [text] : text.split(separator: "\\", omittingEmptySubsequences: false).map(String.init)
        let value: Value =
            switch representation {
            case .personName: .names(values.map { PersonNameValue($0) })
            case .unsignedShort: .numbers(values)
            default: .texts(values.map { $0.isEmpty ? nil : $0 })
            }
        self.init(tag, representation, value)
    }
}
