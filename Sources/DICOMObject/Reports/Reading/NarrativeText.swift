import DICOMCore

/// The text of a content tree, parted as a report is: what is seen, and what that means.
package struct NarrativeText: Sendable, Equatable {
    /// Paragraphs under Findings, and those under no heading that says otherwise.
    package private(set) var findings: [String] = []
    /// Paragraphs under Impressions, Conclusions or Summary.
    package private(set) var impression: [String] = []

    /// Beyond these no report goes that a person wrote; below them no file takes memory or time worth mentioning.
    static let depthLimit = 32
    static let itemLimit = 10_000
    static let byteLimit = 1 << 20

    private enum Section {
        case findings, impression
    }

    private var items = 0
    private var bytes = 0

    /// Reads the tree below a data set; throws `unreadable` where it is larger than a report.
    init(of root: DICOMItem) throws(DICOMObjectError) {
        try read(below: root, in: nil, depth: 1)
    }

    /// Two texts are equal by their paragraphs.
    package static func == (left: NarrativeText, right: NarrativeText) -> Bool {
        left.findings == right.findings && left.impression == right.impression
    }

    /// - Parameter section: of the nearest heading around; nil below none.
    private mutating func read(below parent: DICOMItem, in section: Section?, depth: Int) throws(DICOMObjectError) {
        for item in parent.items(Tag(0x0040, 0xA730)) {
            guard depth <= Self.depthLimit else { throw .unreadable(reason: "content \(depth) levels deep") }
            items += 1
            guard items <= Self.itemLimit else {
                throw .unreadable(reason: "more than \(Self.itemLimit) items of content")
            }
            // Who observed, in what language: about the text, and no part of it.
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
        guard bytes <= Self.byteLimit else { throw .unreadable(reason: "more than \(Self.byteLimit) bytes of text") }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let paragraph = lines.joined(separator: "\n")
        guard !paragraph.allSatisfy(\.isWhitespace) else { return }
        switch section {
        case .findings: findings.append(paragraph)
        case .impression: impression.append(paragraph)
        }
    }

    private static let contexts: Set<String> = ["HAS OBS CONTEXT", "HAS CONCEPT MOD", "HAS ACQ CONTEXT"]

    /// What a heading (CID 7001, its codes of today and of before) or an element (CID 7002) says of the text below it.
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
