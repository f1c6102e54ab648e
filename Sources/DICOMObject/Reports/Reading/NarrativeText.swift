import DICOMCore

/// The text of a content tree, divided into findings and impression.
package struct NarrativeText: Sendable, Equatable, Codable {
    /// Paragraphs under Findings, and those under no other known heading.
    package private(set) var findings: [String] = []
    /// Paragraphs under Impressions, Conclusions or Summary.
    package private(set) var impression: [String] = []

    /// Limits that no report by a person reaches, small enough to bound memory and time.
    static let depthLimit = 32
    package static let itemLimit = 10_000
    package static let byteLimit = 1 << 20

    private enum Section {
        case findings, impression
    }

    private var items = 0
    private var bytes = 0

    /// Reads the tree below a data set; throws `unreadable` if it exceeds the limits.
    init(of root: DICOMItem) throws(DICOMObjectError) {
        try read(below: root, in: nil, depth: 1)
    }

    /// Two texts are equal if their paragraphs are.
    package static func == (left: NarrativeText, right: NarrativeText) -> Bool {
        left.findings == right.findings && left.impression == right.impression
    }

    /// - Parameter section: section of the nearest enclosing heading; nil outside every heading.
    private mutating func read(below parent: DICOMItem, in section: Section?, depth: Int) throws(DICOMObjectError) {
        for item in parent.items(Tag(0x0040, 0xA730)) {
            guard depth <= Self.depthLimit else { throw .unreadable(reason: "the content is \(depth) levels deep") }
            items += 1
            guard items <= Self.itemLimit else {
                throw .unreadable(reason: "the content has more than \(Self.itemLimit) items")
            }
            // Observer, language and the like describe the text but are not part of it.
            if Self.contexts.contains(item.string(Tag(0x0040, 0xA010)) ?? "") { continue }
            let own = item.items(.conceptNameCodeSequence).first.flatMap(Self.section)
            if item.string(Tag(0x0040, 0xA040)) == "TEXT", let text = item.string(Tag(0x0040, 0xA160)) {
                try append(text, to: section ?? own ?? .findings)
            }
            try read(below: item, in: own ?? section, depth: depth + 1)
        }
    }

    private mutating func append(_ text: String, to section: Section) throws(DICOMObjectError) {
        bytes += text.utf8.count
        guard bytes <= Self.byteLimit else { throw .unreadable(reason: "the text exceeds \(Self.byteLimit) bytes") }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let paragraph = lines.joined(separator: "\n")
        guard !paragraph.allSatisfy(\.isWhitespace) else { return }
        switch section {
        case .findings: findings.append(paragraph)
        case .impression: impression.append(paragraph)
        }
    }

    private static let contexts: Set<String> = ["HAS OBS CONTEXT", "HAS CONCEPT MOD", "HAS ACQ CONTEXT"]

    /// The section of a heading (CID 7001, current and former codes) or an element (CID 7002).
    private static func section(_ concept: DICOMItem) -> Section? {
        let code = "\(concept.string(.codingSchemeDesignator) ?? "") \(concept.string(.codeValue) ?? "")"
        if ["DCM 121070", "LN 59776-5"].contains(code) { return .findings }
        let impressions = [
            "DCM 121072", "LN 19005-8", "DCM 121076", "LN 55110-1", "DCM 121111", "LN 55112-7", "DCM 121073",
            "DCM 121077",
        ]
        return impressions.contains(code) ? .impression : nil
    }
}
