import Testing

/// A reason is read by an operator who has nothing else, so each one has a test that meets it.
struct RefusalTests {
    /// Reasons that no object of a test leads to, each by a part of its text.
    private static let unreachable = [
        // Guards against a file that changes, and against DCMTK.
        "Pixel Data cannot be read at its byte", "DCMTK returned no object",
        // The walk through the elements refuses these earlier.
        "Pixel Data of undefined length begins with",
        // The tests write little endian only.
        "is 32 in Explicit VR Big Endian",
    ]

    @Test func `every reason against pixels is in a test`() throws {
        let tests = try SourceTree.files(in: "Tests/DICOMObjectTests").map { Self.joined($0.lines) }.joined()
        var reasons = 0
        for file in try SourceTree.files(in: "Sources/DICOMObject") where !file.path.contains("/Reports/") {
            let text = Self.joined(file.lines)
            for match in text.matches(of: /(?:\.[a-zA-Z]+\(\s*reason:|[bB]roken\()\s*"/) {
                let parts = Self.fragments(of: text[match.range.upperBound...])
                guard let longest = parts.max(by: { $0.count < $1.count }), longest.count >= 8 else { continue }
                reasons += 1
                let isKnown = tests.contains(longest) || Self.unreachable.contains(where: longest.contains)
                #expect(isKnown, "\(file.path): no test has \"\(longest)\"")
            }
        }
        #expect(reasons > 40)
    }

    /// The text with the parts of each string that is written in several put together.
    private static func joined(_ lines: [Substring]) -> String {
        lines.joined(separator: "\n").replacing(/"\s*\n\s*\+\s*"/, with: "")
    }

    /// The parts of a string literal between its interpolations.
    private static func fragments(of literal: Substring) -> [String] {
        var parts = [""]
        var depth = 0
        var isEscaped = false
        for character in literal {
            if depth > 0 {
                depth += character == "(" ? 1 : character == ")" ? -1 : 0
            } else if isEscaped {
                isEscaped = false
                if character == "(" {
                    depth = 1
                    parts.append("")
                } else {
                    parts[parts.count - 1].append(character)
                }
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                break
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts.map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }
}
