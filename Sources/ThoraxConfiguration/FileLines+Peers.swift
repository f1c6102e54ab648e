import Yams

extension FileLines {
    /// Adds an entry at the end of the list of peers, in the form that the list has. Adds the key `peers` where it is
    /// missing, and takes the brackets off an empty list.
    ///
    /// - Parameters:
    ///   - entry: comments, and a block entry that begins with `- `, with a key on each line.
    ///   - mapping: the keys of the file; nil if it has none.
    /// - Returns: the index of the entry's first line; nil if the list cannot take it.
    mutating func addPeer(_ entry: [String], to mapping: Node.Mapping?) -> Int? {
        guard let mapping, let key = mapping.keys.first(where: { $0.string == "peers" }),
            let list = mapping["peers"], let keyLine = key.mark?.line, texts.indices.contains(keyLine - 1)
        else {
            append(["", "peers:"])
            return insertBlock(entry, at: texts.count, indent: "  ")
        }
        let isEmpty = list.null != nil || list.sequence?.isEmpty == true
        let empty = /^(peers|"peers"|'peers')\s*:\s*(?:\[\s*\]|~|(?i:null))?\s*(#.*)?$/
        if isEmpty, let found = texts[keyLine - 1].wholeMatch(of: empty)?.output {
            replace(keyLine - 1, with: "\(found.1):" + (found.2.map { " \($0)" } ?? ""))
            return insertBlock(entry, at: keyLine, indent: "  ")
        }
        guard let sequence = list.sequence else { return nil }
        if isInBrackets(sequence) { return insertFlow(entry, at: sequence.mark) }
        guard let first = texts[keyLine...].first(where: { $0.drop { $0 == " " }.hasPrefix("-") }) else { return nil }
        let next = mapping.keys.compactMap { $0.mark?.line }.filter { $0 > keyLine }.min() ?? texts.count + 1
        // Blank lines and comments before the next key belong to that key.
        var end = next - 1
        while end > keyLine, texts[end - 1].allSatisfy(\.isWhitespace) || texts[end - 1].hasPrefix("#") { end -= 1 }
        return insertBlock(entry, at: end, indent: String(first.prefix { $0 == " " }))
    }

    /// Whether a list is written as `[a, b]`. The style that Yams gives is that of the event that ends the list, which has none.
    func isInBrackets(_ list: Node.Sequence) -> Bool {
        guard let mark = list.mark, texts.indices.contains(mark.line - 1) else { return false }
        let words = texts[mark.line - 1].unicodeScalars.dropFirst(mark.column - 1).split { $0 == " " || $0 == "\t" }
        // An anchor or a tag stands before the list (YAML 1.2.2 section 6.9).
        return words.first { $0.first != "&" && $0.first != "!" }?.first == "["
    }

    private mutating func insertBlock(_ entry: [String], at index: Int, indent: String) -> Int {
        insert(entry.map { indent + $0 }, at: index)
        return index
    }

    /// Adds the entry as a flow mapping before the bracket that closes the list.
    private mutating func insertFlow(_ entry: [String], at mark: Mark?) -> Int? {
        guard let mark, let end = FlowListEnd(in: texts, from: .init(line: mark.line - 1, offset: mark.column - 1))
        else { return nil }
        let closing = Array(texts[end.bracket.line].unicodeScalars)
        let isOnItsOwn = closing[..<end.bracket.offset].allSatisfy(\.properties.isWhitespace)
        let indent = String(texts[end.afterEntries.line].prefix { $0 == " " })
        let keys = entry.filter { !$0.hasPrefix("#") }.map { String($0.dropFirst(2)) }.joined(separator: ", ")
        var lines = (entry.filter { $0.hasPrefix("#") } + ["{ \(keys) }"]).map {
            (indent.isEmpty ? "  " : indent) + $0
        }
        if !isOnItsOwn {
            // What follows the last entry on its line follows the new one.
            lines[lines.count - 1] += Self.text(closing[end.bracket.offset...])
            var before = closing[..<end.bracket.offset]
            while before.last?.properties.isWhitespace == true { before.removeLast() }
            replace(end.bracket.line, with: Self.text(before))
        }
        if end.needsComma {
            var last = Array(texts[end.afterEntries.line].unicodeScalars)
            last.insert(",", at: end.afterEntries.offset)
            replace(end.afterEntries.line, with: Self.text(last[...]))
        }
        let index = isOnItsOwn ? end.bracket.line : end.bracket.line + 1
        insert(lines, at: index)
        return index
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }
}
