import Auditing
import DICOMObject
import Foundation
import Imaging
import Review
import TestHarness
import Testing
import WebAccess
import WebServing
import WorkListDatabase
import WorkListFixture

@testable import ReviewPage

@Suite(.timeLimit(.minutes(10)))
struct PictureServiceTests {
    private static let base = "/api/studies/1.1/images/1.1.1.1/1"
    private static let sample = packageRoot.appending(path: "samples/xrays/thoraxd-0004-1.dcm")

    /// A page with a film, and somebody who may see it.
    private func page(
        memory: AnswerMemory = AnswerMemory()
    ) async throws -> (page: RunningPage, reader: PageClient) {
        let page = try await RunningPage(memory: memory)
        let files = page.workList.files
        try FileManager.default.copyItem(at: Self.sample, to: URL(filePath: files.absolute("instances/1-1-1.dcm")))
        try page.fixture.admit()
        return (page, try await page.signIn(.viewer))
    }

    @Test func `a page shows from the answers what the reporter showed the model`() async throws {
        let (_, reader) = try await page()
        let json = try await reader.get("\(Self.base)/display.json")
        let display = try await reader.get("\(Self.base)/display")
        try #require(json.status == 200 && display.status == 200, "\(json.text)")
        #expect(json.headers["content-type"] == "application/json")
        #expect(display.headers["content-type"] == "application/octet-stream")
        #expect(display.headers["content-encoding"] == "gzip" && display.headers["cache-control"] == "no-store")
        let facts = json.object
        let width = try #require(facts["width"] as? Int)
        // The client has inflated it.
        let shades = try DisplayFormula.shades(
            DisplayFormula.values(ofPlanes: display.body, width: width), Data(json.body))
        let shown = EightBitImage(try DICOMFile(path: Self.sample.path).grayscaleImage())
        #expect(shades.count == shown.pixels.count && width == shown.columns)
        #expect(zip(shades, shown.pixels).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    }

    @Test func `a picture has a strong tag, and a client that has it gets no other`() async throws {
        let (page, reader) = try await page()
        let preview = try await reader.get("\(Self.base)/preview.jpg")
        let thumbnail = try await reader.get("\(Self.base)/thumbnail.jpg")
        #expect(preview.status == 200 && thumbnail.status == 200 && thumbnail.body.count < preview.body.count)
        #expect(preview.headers["content-type"] == "image/jpeg" && preview.body.starts(with: [0xFF, 0xD8, 0xFF]))
        let tag = try #require(preview.headers["etag"])
        #expect(tag.hasPrefix("\"") && tag != thumbnail.headers["etag"])
        let token = try page.workList.addAccessToken("viewer1", [.read], expiresAt: nil, by: "admin").text
        for known in [tag, "\"other\", W/\(tag)", "*"] {
            let again = try await page.send(
                "\(Self.base)/preview.jpg",
                headers: ["Authorization": "Bearer \(token)", "If-None-Match": known])
            #expect(again.status == 304 && again.body.isEmpty && again.headers["etag"] == tag, "\(known)")
        }
        let other = try await page.send(
            "\(Self.base)/preview.jpg", headers: ["Authorization": "Bearer \(token)", "If-None-Match": "\"other\""])
        #expect(other.status == 200 && other.body == preview.body)
    }

    @Test func `pictures count until browsers have taken them, and without room the answer is 503`() async throws {
        let memory = AnswerMemory(limit: 10 << 20, uncounted: 0)
        let (page, reader) = try await page(memory: memory)
        var held: AnswerMemory.Share? = try memory.share(of: 10 << 20)
        _ = page.audit.take()
        for name in ["preview.jpg", "display"] {
            let refused = try await reader.get("\(Self.base)/\(name)")
            #expect(refused.status == 503 && refused.headers["retry-after"] != nil, "\(refused.text)")
        }
        // Nobody has seen it.
        #expect(page.audit.take().allSatisfy { if case .accessed = $0.what { false } else { true } })
        withExtendedLifetime(held) {}
        held = nil
        let shown = try await reader.get("\(Self.base)/display")
        #expect(shown.status == 200)
        try await waitUntil { memory.byteCount == 0 }
    }

    @Test func `HEAD decodes nothing`() async throws {
        let (page, _) = try await page()
        let token = try page.workList.addAccessToken("viewer1", [.read], expiresAt: nil, by: "admin").text
        for name in ["thumbnail.jpg", "preview.jpg", "display", "display.json"] {
            let head = try await page.send(
                "\(Self.base)/\(name)", method: "HEAD", headers: ["Authorization": "Bearer \(token)"])
            #expect(
                head.status == 200 && head.headers["etag"] != nil && head.headers["content-length"] == nil,
                "\(name): \(head.status) \(head.text)")
        }
        #expect(!FileManager.default.fileExists(atPath: page.workList.files.derived))
    }

    @Test(arguments: [
        ("/api/studies/1.2/images/1.1.1.1/1/preview.jpg", 404), ("/api/studies/1.1/images/1.1.1.9/1/preview.jpg", 404),
        ("/api/studies/1.1/images/1.1.1.1/2/preview.jpg", 404), ("/api/studies/1.1/images/1.1.1.1/0/preview.jpg", 400),
        ("/api/studies/1.1/images/1.1.1.1/x/display", 400), ("/api/studies/1.1/images/../1/display", 400),
        ("/api/studies/1.1/images/1.1.1.1/1/rendered.jpg", 404),
    ])
    func `what is not there, or is no frame, is an error with a hint`(path: String, status: Int) async throws {
        let (_, reader) = try await page()
        let answer = try await reader.get(path)
        #expect(answer.status == status || (path.contains("..") && answer.status == 404), "\(answer.text)")
        #expect(answer.object["hint"] != nil)
    }

    @Test func `an image that cannot be decoded is 500 with the reason`() async throws {
        let page = try await RunningPage()
        try Data("no object".utf8).write(to: URL(filePath: page.workList.files.absolute("instances/1-1-1.dcm")))
        try page.fixture.admit()
        let answer = try await page.signIn(.viewer).get("\(Self.base)/preview.jpg")
        #expect(answer.status == 500 && answer.text.contains("the stored image cannot be rendered"), "\(answer.text)")
        // By this the page knows that another try does not help.
        #expect(answer.object["refusal"] as? String == "not-shown", "\(answer.text)")
    }

    @Test func `who saw a picture is on the audit trail`() async throws {
        let (page, reader) = try await page()
        _ = page.audit.take()
        #expect(try await reader.get("\(Self.base)/thumbnail.jpg").status == 200)
        let seen = page.audit.take(isLast: true).map(\.what)
        #expect(seen.contains { if case .accessed = $0 { true } else { false } }, "\(seen)")
        #expect(try await page.send("\(Self.base)/thumbnail.jpg").status == 401)
    }
}
