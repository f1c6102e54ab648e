import DICOMCore
import DICOMWebEncoding
import Platform
import Review

/// A Structured Report for people to read (PS3.18 10.4.1.1.3), as text or HTML: who it is about, what it is worth, and its
/// content as it is in the document.
struct RenderedReport {
    /// Whether a person has verified the whole of it.
    let isVerified: Bool
    /// Whether the report is a draft, replaced or verified, shown before and after everything else.
    let banner: String
    private let title: String
    private let facts: [(name: String, value: String)]
    private let lines: [ReportOutline.Line]

    /// - Parameters:
    ///   - elements: the data set.
    ///   - verdict: that of a reviewer, if the document is a draft of ours that has one.
    init(_ elements: [MetadataElement], _ outline: ReportOutline, verdict: ReviewVerdict?) {
        title = outline.title
        lines = outline.lines
        let isComplete = elements.text(.completionFlag) == "COMPLETE"
        isVerified = isComplete && elements.text(.verificationFlag) == "VERIFIED"
        banner = Self.banner(verdict, isVerified: isVerified, isComplete: isComplete)
        let named: [(String, Tag)] = [
            ("Patient", .patientName), ("Patient ID", .patientID), ("Born", .patientBirthDate), ("Sex", .patientSex),
            ("Accession", .accessionNumber), ("Study date", .studyDate), ("Study", .studyDescription),
        ]
        facts =
            named.compactMap { name, tag in elements.text(tag).map { (name, $0) } }
            + (isVerified ? Self.observers(elements).map { ("Verified by", $0) } : [])
    }

    private static func banner(_ verdict: ReviewVerdict?, isVerified: Bool, isComplete: Bool) -> String {
        switch verdict {
        case .rejected: return "DRAFT \u{2013} REJECTED BY A REVIEWER, NOT VERIFIED"
        case .accepted, .edited, .addended: return "DRAFT \u{2013} REPLACED BY THE SIGNED REPORT, NOT VERIFIED"
        case nil:
            if isVerified { return "VERIFIED REPORT" }
            return isComplete ? "UNVERIFIED REPORT" : ReportForm.draftWarning
        }
    }

    private static func observers(_ elements: [MetadataElement]) -> [String] {
        guard case .items(let items) = elements.first(where: { $0.tag == .verifyingObserverSequence })?.value else {
            return []
        }
        return items.map { item in
            [.verifyingObserverName, .verifyingOrganization, .verificationDateTime].compactMap { item.text($0) }
                .joined(separator: ", ")
        }
    }

    var text: String {
        var text = "\(banner)\n\n\(title)\n\n"
        for fact in facts { text += "\(fact.name): \(fact.value)\n" }
        for line in lines {
            let indent = String(repeating: "  ", count: min(line.depth - 1, 16))
            text += line.text.map { "\(indent)\(Self.words(line.name, $0))\n" } ?? "\n\(indent)\(line.name)\n"
        }
        return text + "\n\(banner)\n"
    }

    /// Without a style, which the policy for content forbids, as it does scripts.
    var html: String {
        let banner = "<p role=\"alert\"><strong>\(XMLText.escape(banner))</strong></p>\n"
        var html =
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>"
            + "\(XMLText.escape("\(self.banner): \(title)"))</title></head>\n<body>\n\(banner)<h1>\(XMLText.escape(title))</h1>\n<dl>\n"
        for fact in facts { html += "<dt>\(XMLText.escape(fact.name))</dt><dd>\(XMLText.escape(fact.value))</dd>\n" }
        html += "</dl>\n"
        for line in lines {
            if let text = line.text {
                html += "<p>\(XMLText.escape(Self.words(line.name, text)).replacing("&#10;", with: "<br>"))</p>\n"
            } else {
                let level = min(line.depth + 1, 6)
                html += "<h\(level)>\(XMLText.escape(line.name))</h\(level)>\n"
            }
        }
        return html + "\(banner)</body>\n</html>\n"
    }

    /// The value after its concept.
    private static func words(_ name: String, _ value: String) -> String {
        let text = value.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        return name.isEmpty ? text : "\(name): \(text)"
    }
}

extension Tag {
    fileprivate static let verifyingOrganization = Tag(0x0040, 0xA027)
}
