import DICOMCore
import Foundation
import OperatorErrors
import Testing

@testable import DICOMObject

struct NarrativeTextTests {
    /// A content item as an item of a data set.
    private static func item(
        _ type: String, _ code: (String, String)? = nil, text: String? = nil, relationship: String = "CONTAINS",
        _ children: [SyntheticObject] = []
    ) -> SyntheticObject {
        var item = SyntheticObject.empty
        item.set(0x0040, 0xA010, "CS", text: relationship)
        item.set(0x0040, 0xA040, "CS", text: type)
        if let code {
            var concept = SyntheticObject.empty
            concept.set(0x0008, 0x0100, "SH", text: code.1)
            concept.set(0x0008, 0x0102, "SH", text: code.0)
            item.set(0x0040, 0xA043, item: concept)
        }
        if let text { item.set(0x0040, 0xA160, "UT", text: text) }
        item.set(0x0040, 0xA730, items: children)
        return item
    }

    private func text(of items: [SyntheticObject]) throws -> NarrativeText {
        var document = SyntheticObject.empty
        document.set(0x0008, 0x0005, "CS", text: "ISO_IR 192")
        document.set(0x0008, 0x0016, "UI", text: "1.2.840.10008.5.1.4.1.1.88.11")
        document.set(0x0040, 0xA730, items: items)
        return try TestFiles.withFolder { folder in
            let url = folder.appending(path: "report.dcm")
            try document.write(to: url)
            return try NarrativeText(of: DICOMFile(path: url.path).dataSet)
        }
    }

    @Test(arguments: [("DCM", "121070"), ("LN", "59776-5"), ("DCM", "121060"), ("99X", "1")])
    func `text under this heading is findings`(scheme: String, code: String) throws {
        let text = try text(of: [
            Self.item("CONTAINER", (scheme, code), [Self.item("TEXT", ("DCM", "121071"), text: "a")])
        ])
        #expect(text.findings == ["a"] && text.impression.isEmpty)
    }

    @Test(arguments: [
        ("DCM", "121072"), ("LN", "19005-8"), ("DCM", "121076"), ("LN", "55110-1"), ("DCM", "121111"),
        ("LN", "55112-7"),
    ])
    func `text under this heading is impression`(scheme: String, code: String) throws {
        let text = try text(of: [
            Self.item("CONTAINER", (scheme, code), [Self.item("TEXT", ("DCM", "121071"), text: "a")])
        ])
        #expect(text.impression == ["a"] && text.findings.isEmpty)
    }

    @Test func `the nearest known heading counts, and unknown ones within it change nothing`() throws {
        let inner = Self.item("CONTAINER", ("99X", "LUNGS"), [Self.item("TEXT", text: "b")])
        let recommendation = Self.item("CONTAINER", ("DCM", "121074"), [Self.item("TEXT", text: "d")])
        let text = try text(of: [
            Self.item("CONTAINER", ("DCM", "121070"), [Self.item("TEXT", text: "a"), inner]),
            Self.item("CONTAINER", ("DCM", "121072"), [Self.item("TEXT", text: "c"), recommendation]),
        ])
        #expect(text.findings == ["a", "b"] && text.impression == ["c", "d"])
    }

    @Test func `text without a heading is classified by its own concept`() throws {
        let text = try text(of: [
            Self.item("TEXT", ("DCM", "121073"), text: "impression"), Self.item("TEXT", ("99X", "1"), text: "other"),
            Self.item("TEXT", text: "bare", [Self.item("TEXT", text: "below", relationship: "HAS PROPERTIES")]),
        ])
        #expect(text.impression == ["impression"] && text.findings == ["other", "bare", "below"])
    }

    @Test func `observer and language are not part of the text`() throws {
        let contexts = ["HAS OBS CONTEXT", "HAS CONCEPT MOD", "HAS ACQ CONTEXT"].map {
            Self.item("TEXT", ("DCM", "121013"), text: "THORAXD", relationship: $0)
        }
        let text = try text(of: contexts + [Self.item("CODE", ("DCM", "121071")), Self.item("TEXT", text: " \r\n ")])
        #expect(text.findings.isEmpty && text.impression.isEmpty)
    }

    @Test func `line breaks are kept`() throws {
        #expect(try text(of: [Self.item("TEXT", text: "a\r\nb\nçŒ山")]).findings == ["a\nb\nçŒ山"])
    }

    @Test func `content deeper than a report is refused`() throws {
        var nested = Self.item("TEXT", text: "deep")
        for _ in 1..<NarrativeText.depthLimit { nested = Self.item("CONTAINER", nil, [nested]) }
        #expect(try text(of: [nested]).findings == ["deep"])
        #expect(throws: DICOMObjectError.self) { try text(of: [Self.item("CONTAINER", nil, [nested])]) }
    }

    @Test func `content with more items or text than a report is refused`() throws {
        let item = Self.item("TEXT", text: "a")
        #expect(try text(of: Array(repeating: item, count: NarrativeText.itemLimit)).findings.count == 10_000)
        let error = #expect(throws: DICOMObjectError.self) {
            try text(of: Array(repeating: item, count: NarrativeText.itemLimit + 1))
        }
        #expect(error?.isPermanent == true)
        let long = Self.item("TEXT", text: String(repeating: "x", count: NarrativeText.byteLimit / 2 + 1))
        #expect(throws: DICOMObjectError.self) { try text(of: [long, long]) }
    }
}
