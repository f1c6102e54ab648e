import Foundation

/// Command lines that documents and messages name.
package enum NamedCommands {
    /// The words after the program's name of each command line in Markdown: in code spans, and in indented blocks.
    ///
    /// - Parameter isBlock: whether it is a line of a block, which is complete.
    package static func inMarkdown(_ text: String, of program: String) -> [(words: [String], isBlock: Bool)] {
        let spans = text.matches(of: /`([^`\n]+)`/).map { (String($0.1), false) }
        let blocks = text.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("    ") }.map { (String($0), true) }
        return (spans + blocks).compactMap { line, isBlock in
            var words = line.split(separator: " # ", maxSplits: 1).first?.split(separator: " ").map(String.init) ?? []
            if words.first == "sudo" { words.removeFirst() }
            return words.first == program && words.count > 1 ? (Array(words.dropFirst()), isBlock) : nil
        }
    }

    /// The words after the program's name wherever a Swift source names it, up to the next punctuation mark.
    package static func inSource(_ text: String, of program: String) -> [[String]] {
        // A text that is written over several lines is one.
        let joined = text.replacing(/"\s*\n\s*\+ "/, with: "").replacing(/\\\n\s*/, with: "")
        return joined.components(separatedBy: "\(program) ").dropFirst().compactMap { rest in
            guard let words = rest.prefixMatch(of: /[A-Za-z0-9-]+(?: [A-Za-z0-9-]+)*/) else { return nil }
            return words.output.split(separator: " ").map(String.init)
        }
    }

    /// The choices of a line such as `retry | requeue STUDY`, each with the words before its place.
    package static func choices(_ words: [String]) -> [[String]] {
        let parts = words.split(separator: "|").map(Array.init)
        guard let first = parts.first, parts.count > 1 else { return [words] }
        return [first] + parts.dropFirst().map { Array(first.dropLast()) + $0 }
    }
}
