import Foundation
import TestHarness
import Testing

@testable import ReviewPage

@Suite(.timeLimit(.minutes(10)))
struct PageAssetsTests {
    @Test func `every file of the page is compiled in, byte for byte`() throws {
        let folder = packageRoot.appending(path: "Sources/ReviewPage/Assets")
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            .filter { !folder.appending(path: $0).hasDirectoryPath && $0.contains(".") }
        #expect(EmbeddedAssets.all.map(\.name).sorted() == names.sorted())
        for (name, text) in EmbeddedAssets.all {
            #expect(text == (try String(contentsOf: folder.appending(path: name), encoding: .utf8)), "\(name)")
        }
    }

    @Test func `the page refers to its files by their hash, and browsers may cache them forever`() async throws {
        let front = try await RunningPage()
        let page = try await front.send("/")
        #expect(page.status == 200 && page.headers["content-type"] == "text/html; charset=utf-8")
        #expect(page.headers["cache-control"] == "no-store")
        let script = try #require(page.text.firstMatch(of: /src="(assets\/[0-9a-f]{16}\/main\.js)"/)?.1)
        let file = try await front.send("/\(script)")
        #expect(file.status == 200 && file.headers["content-type"] == "text/javascript; charset=utf-8")
        #expect(file.headers["cache-control"] == "public, max-age=31536000, immutable")
        #expect(try await front.send("/assets/0000000000000000/main.js").status == 404)
        #expect(try await front.send("/assets/\(PageAssets.hash)/../index.html").status == 404)
    }

    @Test func `the page names the modules of its first screen for loading them side by side`() async throws {
        let page = try await RunningPage().send("/")
        let linked = page.text.matches(of: /rel="modulepreload" href="assets\/[0-9a-f]{16}\/([^"]+)"/).map {
            String($0.1)
        }
        #expect(Set(linked) == PageAssets.imported(by: "main.js") && Set(linked).count == linked.count)
        #expect(linked.contains("list/work-list.js") && linked.contains("words/zh/study.js"))
        #expect(!linked.contains("study/study.js") && linked.allSatisfy { EmbeddedAssets.all.map(\.name).contains($0) })
        #expect(!page.text.contains("{{"))
    }

    @Test func `the style sheets are served as one file`() async throws {
        let style = try await RunningPage().send("/assets/\(PageAssets.hash)/page.css").text
        #expect(style.contains(".study-grid {") && style.contains("@media (max-width: 820px)"))
        #expect(!style.contains("@import"))
    }

    @Test func `the policy allows only the page's own files`() async throws {
        let front = try await RunningPage()
        for path in ["/", "/assets/\(PageAssets.hash)/main.js", "/api/nothing"] {
            let answer = try await front.send(path)
            let policy = try #require(answer.headers["content-security-policy"])
            #expect(policy.contains("default-src 'none'; script-src 'self'"), "\(path)")
            #expect(policy.contains("require-trusted-types-for 'script'") && !policy.contains("unsafe"), "\(path)")
            #expect(answer.headers["x-content-type-options"] == "nosniff", "\(path)")
            #expect(answer.headers["cross-origin-opener-policy"] == "same-origin", "\(path)")
        }
    }
}
