import Foundation
import TestHarness
import Testing

@testable import ReviewPage

/// The words of the page in both languages, and what its style sheets and its size promise.
@Suite(.blocking, .timeLimit(.minutes(10)))
struct PageWordsTests {
    private typealias File = (name: String, text: String)

    private var modules: [File] {
        EmbeddedAssets.all.filter { $0.name.hasSuffix(".js") && !$0.name.hasPrefix("words/") }
            .map { ($0.name, $0.text) }
    }

    /// The entries of a catalogue: what stands behind each key, as it is written.
    private func entries(_ language: String) -> [String: String] {
        EmbeddedAssets.all.filter { $0.name.hasPrefix("words/\(language)/") }
            .flatMap { $0.text.matches(of: /(?m)^ +"([^"]+)": (.+),$/) }
            .reduce(into: [:]) { $0[String($1.1)] = String($1.2) }
    }

    @Test func `every text that a module says is in both languages`() {
        let (english, chinese) = (entries("en"), entries("zh"))
        #expect(english.count > 400 && Set(english.keys) == Set(chinese.keys))
        for (name, text) in modules {
            for said in text.matches(of: /\bt\("([^"]+)"/) {
                #expect(english[String(said.1)] != nil, "\(name) says \(said.1)")
            }
        }
    }

    @Test func `no module has an English text of its own`() {
        for (name, text) in modules {
            for literal in text.matches(of: /"([A-Z][a-z]+(?: [a-z]+)+[^"]*)"/) {
                Issue.record("\(name): \(literal.1)")
            }
        }
    }

    @Test func `every Chinese entry is Chinese`() {
        // Signs, units and names that both languages share.
        let shared: Set = [
            "node.gigabytes", "film.zoom", "film.short.pixel", "and", "settings.language.en", "head.id",
        ]
        for (key, words) in entries("zh") where !shared.contains(key) {
            #expect(words.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(key): \(words)")
        }
    }

    @Test func `nothing moves for users who want no motion`() throws {
        let styles = EmbeddedAssets.all.filter { $0.name.hasSuffix(".css") }.map(\.text).joined(separator: "\n")
        let still = styles.replacing(
            /@media \(prefers-reduced-motion: no-preference\) \{[^{}]*\{[^{}]*\}[^{}]*\}/, with: "")
        #expect(still.count < styles.count)
        for motion in ["transition:", "animation:", "scroll-behavior: smooth", "@keyframes"] {
            #expect(!still.contains(motion), "\(motion)")
        }
        #expect(!modules.contains { $0.text.contains("behavior: \"smooth\"") || $0.text.contains(".animate(") })
    }

    @Test func `the files of the page are at most 150 kB, compressed as the node sends them`() throws {
        let files = "find . -type f -exec sh -c 'gzip -6c \"$1\" | wc -c' _ {} \\;"
        let sizes = try run(
            "/bin/sh", ["-c", files], in: packageRoot.appending(path: "Sources/ReviewPage/Assets"))
        let bytes = sizes.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        #expect(sizes.status == 0 && bytes.count == EmbeddedAssets.all.count, "\(sizes.output)")
        #expect(bytes.reduce(0, +) <= 150_000, "\(bytes.reduce(0, +)) bytes")
    }
}
