import Foundation
import Synchronization
import TestHarness

/// The package as text: what the architecture tests look at.
struct SourceTree {
    struct File: Sendable {
        /// Relative to the package.
        let path: String
        let lines: [Substring]
        /// Modules imported, of a Swift file.
        let imports: [String]

        init(path: String, text: String) {
            self.path = path
            lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            imports = lines.filter { $0.contains(bytesOf: "import ") }.compactMap(Self.imported)
        }

        /// `Sources/Target/…` or `Tests/Target/…`.
        var target: String { String(path.split(separator: "/")[1]) }

        /// Lines that contain one of the texts.
        func lines(with texts: String...) -> [Substring] { lines(with: texts) }

        func lines(with texts: [String]) -> [Substring] {
            lines.filter { line in texts.contains { line.contains(bytesOf: $0) } }
        }

        private static func imported(_ line: Substring) -> String? {
            let words = line.split(separator: " ")
            guard let index = words.firstIndex(of: "import"), index + 1 < words.count,
                words[..<index].allSatisfy({
                    ["package", "public", "internal", "private", "@testable"].contains($0)
                })
            else { return nil }
            // `import class Foundation.Process` names the module after the kind.
            let kinds: Set<Substring> = ["class", "struct", "enum", "protocol", "func", "var", "let", "typealias"]
            let name = kinds.contains(words[index + 1]) && index + 2 < words.count ? words[index + 2] : words[index + 1]
            return String(name.prefix { $0 != "." })
        }
    }

    static let root = packageRoot.path
    /// Every file that a test has read, by folder and endings.
    private static let read = Mutex<[String: [File]]>([:])

    /// Every file of our own below a folder with one of these endings.
    static func files(in folder: String, endings: Set<String> = ["swift"]) throws -> [File] {
        try read.withLock { read in
            let key = folder + endings.sorted().joined(separator: ",")
            if let files = read[key] { return files }
            let files = try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)").sorted().compactMap {
                name in
                guard endings.contains(String(name.split(separator: ".").last ?? "")) else { return File?.none }
                let text = try String(contentsOfFile: "\(root)/\(folder)/\(name)", encoding: .utf8)
                return File(path: "\(folder)/\(name)", text: text)
            }
            read[key] = files
            return files
        }
    }

    /// What each target may import, as `Package.swift` declares it: `library("A", ["B", c])`.
    static func declaredDependencies() throws -> [String: Set<String>] {
        let text = try String(contentsOfFile: "\(root)/Package.swift", encoding: .utf8)
        var products: [String: String] = [:]
        for match in text.matches(of: /let (\w+) = Target.Dependency.(?:product|target)\(name: "(\w+)"/) {
            products[String(match.1)] = String(match.2)
        }
        var dependencies: [String: Set<String>] = [:]
        for match in text.matches(of: /(?:library|program|tests|testSupport)\(\s*"([\w-]+)"(?:,\s*\[([^\]]*)\])?/) {
            let isTest = match.0.hasPrefix("tests(")
            let names = (match.2 ?? "").split(whereSeparator: { ",\n ".contains($0) }).map { word in
                word.hasPrefix("\"") ? String(word.dropFirst().dropLast()) : products[String(word)] ?? String(word)
            }
            dependencies[String(match.1) + (isTest ? "Tests" : "")] = Set(names)
        }
        return dependencies
    }
}

extension Substring {
    /// Whether it contains a text, byte for byte. A search of characters would take minutes over the whole package.
    func contains(bytesOf text: String) -> Bool { withCString { strstr($0, text) != nil } }
}
