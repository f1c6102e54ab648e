import DICOMCore
import DICOMObject
import DICOMWebEncoding
import Foundation
import Review
import TestHarness
import Testing
import WorkListFixture

@testable import DICOMWeb

@Suite(.timeLimit(.minutes(10)))
struct RenderedReportTests {
    private let node: RunningFront
    private static let warning = "DRAFT \u{2013} PRELIMINARY, NOT VERIFIED"
    private static let longSentence = String(repeating: "The lungs are clear & the heart is < normal. ", count: 60)
    private static let draft = SampleDraft.document(
        findings: [longSentence, "There is a small left effusion."])

    init() async throws {
        node = try await RunningFront()
        try node.fixture.addUsers()
    }

    /// Drafts study 1.1 with documents as the reporter writes them; returns where DICOMweb has them.
    private func draft(_ forms: [ReportForm] = [.basicTextSR]) throws -> [String] {
        try node.fixture.draftStudy(forms: forms)
        for (index, form) in forms.enumerated() {
            try Self.draft.write(
                form, to: "\(node.fixture.directory)/instances/1.1.\(9 + index).1.dcm",
                images: [SampleFilms.path("thoraxd-0009-1.dcm")])
        }
        return forms.indices.map { "/studies/1.1/series/1.1.\(9 + $0)/instances/1.1.\(9 + $0).1" }
    }

    @Test func `a draft says before and after its text that it is one`() async throws {
        let uri = try draft()[0]
        let text = try await node.get("\(uri)/rendered", accept: "text/plain")
        try #require(text.status == 200 && text.headers["content-type"] == "text/plain; charset=utf-8", "\(text.text)")
        #expect(text.text.hasPrefix("\(Self.warning)\n") && text.text.hasSuffix("\(Self.warning)\n"))
        #expect(text.text.contains(DraftDocument.notice) && text.text.contains(Self.longSentence))
        #expect(text.text.contains("Findings") && text.text.contains("There is a small left effusion."))
        #expect(text.text.contains("Small effusion."))
    }

    private func pdf(_ number: Int, _ text: String) -> [UInt8] {
        var object = FieldObject(number, sopClass: SOPClass.encapsulatedPDF, pixels: nil)
        let length = UInt32(text.utf8.count)
        object.set(Tag(0x0042, 0x0011), "OB", bytes: Array(text.utf8) + (length % 2 == 0 ? [] : [0]))
        object.set(Tag(0x0042, 0x0015), "UL", bytes: length.littleEndianBytes)
        return object.file
    }

    @Test func `the PDF of a draft is sent as OHIF asks for it`() async throws {
        let film = SampleFilms.path("thoraxd-0009-1.dcm")
        #expect(try await node.store(try SampleDraft.files([.encapsulatedPDF], about: film)).status == 200)
        let study = try #require(try DICOMFile(path: film).string(.studyInstanceUID))
        let metadata = try await node.get("/studies/\(study)/metadata")
        let document = try #require(metadata.matches.first?["00420011"])
        let uri = try #require(document["BulkDataURI"] as? String)
        let answer = try await node.get(
            uri,
            accept: #"multipart/related; type="application/pdf", multipart/related; type="application/octet-stream""#)
        #expect(answer.status == 200)
        #expect(
            answer.headers["content-type"]?.hasPrefix(#"multipart/related; type="application/octet-stream""#) == true)
        #expect(answer.body.firstRange(of: Array("%PDF-".utf8)) != nil)
    }

    @Test func `an encapsulated PDF is shown as the file that it holds`() async throws {
        let files = ["%PDF-1.4 odd!", "%PDF-1.7 even!"].map { $0 + " %%EOF" }
        #expect(try await node.store([FieldObject(3).file, pdf(1, files[0])]).status == 200)
        #expect(try await node.store([pdf(2, files[1])]).status == 200)
        for (number, file) in zip(1..., files) {
            for accept in ["*/*", "application/pdf"] {
                let answer = try await node.get("\(FieldObject.uri(number))/rendered", accept: accept)
                #expect(answer.status == 200 && answer.text == file, "\(answer.text)")
                #expect(answer.headers["content-type"] == "application/pdf")
            }
            #expect(try await node.get("\(FieldObject.uri(number))/rendered", accept: "image/jpeg").status == 406)
        }
        let study = "/studies/\(FieldObject.study)/rendered"
        #expect(try await node.get(study, accept: "application/pdf").text == files[1])
        let all = try await node.get(study, accept: "multipart/related; type=\"application/pdf\"")
        #expect(all.status == 200 && files.allSatisfy { all.text.contains("\r\n\r\n\($0)\r\n--") }, "\(all.text)")
        #expect(try await node.get(study, accept: "*/*").headers["content-type"]?.contains("image/jpeg") == true)
    }

    @Test func `a PDF without a file in it is 404`() async throws {
        #expect(
            try await node.store([FieldObject(1, sopClass: SOPClass.encapsulatedPDF, pixels: nil).file]).status == 200)
        let answer = try await node.get("\(FieldObject.uri())/rendered")
        #expect(answer.status == 404 && answer.text.contains("hint"), "\(answer.text)")
    }

    @Test func `HTML is the default, has the same words, and runs nothing`() async throws {
        let uri = try draft()[0]
        let page = try await node.get("\(uri)/rendered")
        try #require(page.status == 200 && page.headers["content-type"] == "text/html; charset=utf-8", "\(page.text)")
        #expect(page.text.components(separatedBy: "<strong>\(Self.warning)</strong>").count == 3)
        #expect(page.text.contains("<title>\(Self.warning): "))
        #expect(page.text.contains("clear &amp; the heart is &lt; normal") && page.text.contains(DraftDocument.notice))
        #expect(page.headers["content-security-policy"]?.hasPrefix("default-src 'none'") == true)
        #expect(page.headers["x-content-type-options"] == "nosniff")
        let browser = try await node.get("\(uri)/rendered", accept: "text/html,application/xhtml+xml,*/*;q=0.8")
        #expect(browser.headers["content-type"] == "text/html; charset=utf-8")
        #expect(try await node.get("\(uri)/rendered", accept: "image/png").status == 406)
        #expect(try await node.get("\(uri)/thumbnail").status == 404)
    }

    @Test func `codes and numbers are shown too`() async throws {
        let uris = try draft([.basicTextSR, .enhancedSR, .comprehensive3DSR])
        for uri in uris[1...] {
            let text = try await node.get("\(uri)/rendered", accept: "text/plain")
            try #require(text.status == 200, "\(text.text)")
            #expect(text.text.hasPrefix(Self.warning) && text.text.contains(/81[.0-9]* Percent/), "\(text.text)")
            #expect(text.text.contains("ffusion"))
        }
        let all = try await node.get("/studies/1.1/series/1.1.9/rendered", accept: "multipart/related; type=text/html")
        #expect(all.status == 200 && all.text.contains("Content-Type: text/html; charset=utf-8\r\n"))
    }

    @Test func `a rejected draft is not there in any form`() async throws {
        let uri = try draft()[0]
        let desk = ReviewDesk(node.fixture.workList, as: "mary", claimMinutes: 30)
        _ = try desk.sign(.reject(.quality, comment: nil), of: "1.1", havingRead: 1)
        for path in [uri, "\(uri)/rendered", "\(uri)/metadata", "/studies/1.1/series/1.1.9/rendered"] {
            #expect(try await node.get(path).status == 404, "\(path)")
        }
    }

    @Test func `a draft that was signed is said to be replaced`() async throws {
        let uri = try draft()[0]
        let desk = ReviewDesk(node.fixture.workList, as: "mary", claimMinutes: 30)
        _ = try desk.sign(.edit(Fixture.edited), of: "1.1", havingRead: 1)
        let replaced = try await node.get("\(uri)/rendered", accept: "text/plain")
        #expect(replaced.text.hasPrefix("DRAFT \u{2013} REPLACED BY THE SIGNED REPORT, NOT VERIFIED\n"))
    }

    @Test(arguments: [
        ("COMPLETE", "VERIFIED", "VERIFIED REPORT"), ("COMPLETE", "UNVERIFIED", "UNVERIFIED REPORT"),
        ("PARTIAL", "UNVERIFIED", warning), ("PARTIAL", "VERIFIED", warning), ("", "", warning),
    ])
    func `what a report is worth comes from its flags`(completion: String, verification: String, banner: String) throws
    {
        let elements = [
            MetadataElement(.completionFlag, .codeString, .texts([completion])),
            MetadataElement(.verificationFlag, .codeString, .texts([verification])),
        ]
        let report = RenderedReport(elements, try #require(try ReportOutline(elements) { _ in nil }), verdict: nil)
        #expect(report.text.hasPrefix("\(banner)\n"))
    }

    @Test func `markup is text, whatever stands before it`() throws {
        let name = "A\u{600}<meta http-equiv=refresh>\u{0301}<!--&\"'"
        let elements = [MetadataElement(.accessionNumber, .shortString, .texts([name]))]
        let report = RenderedReport(elements, try #require(try ReportOutline(elements) { _ in nil }), verdict: nil)
        #expect(report.html.unicodeScalars.contains("\u{600}"))
        #expect(Array(report.html.utf8).firstRange(of: Array("<meta http-equiv=refresh".utf8)) == nil)
        #expect(Array(report.html.utf8).firstRange(of: Array("<!--".utf8)) == nil)
    }

    @Test func `content that is not shown whole is not shown at all`() throws {
        let elements = [MetadataElement(DICOMCore.Tag(0x0040, 0xA730), .sequence, .bulk(path: "0040A730"))]
        #expect(try ReportOutline(elements) { _ in nil } == nil)
        let text = MetadataElement(
            Tag(0x0040, 0xA730), .sequence,
            .items([
                [
                    MetadataElement(DICOMCore.Tag(0x0040, 0xA040), .codeString, .texts(["TEXT"])),
                    MetadataElement(DICOMCore.Tag(0x0040, 0xA160), .longString, .bulk(path: "0040A730/1/0040A160")),
                ]
            ]))
        #expect(try ReportOutline([text]) { _ in nil } == nil)
    }
}
