import Testing

struct TypeTests {
    @Test func `no module is named like a type inside it`() throws {
        for file in try SourceTree.files(in: "Sources") {
            let declaration = try Regex("(class|struct|enum|protocol|actor|typealias) \(file.target)\\b")
            for line in file.lines where !line.contains("//") {
                #expect(line.firstMatch(of: declaration) == nil, "\(file.path): \(line)")
            }
        }
    }

    @Test func `what the compiler cannot check for races is rare and says who owns it`() throws {
        let allowed: Set<String> = ["Platform", "DICOMObject", "DICOMNetwork", "Tensors"]
        for file in try SourceTree.files(in: "Sources") {
            for (number, line) in file.lines.enumerated()
            where line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") {
                guard !line.trimmingPrefix(while: { $0 == " " }).hasPrefix("//") else { continue }
                #expect(allowed.contains(file.target), "\(file.path)")
                let before = file.lines[max(0, number - 6)...number].joined(separator: " ")
                #expect(before.contains("//"), "\(file.path) line \(number + 1) has no comment")
            }
        }
    }

    @Test func `sources never force a value or an error`() throws {
        for file in try SourceTree.files(in: "Sources") {
            for line in file.lines { #expect(!line.contains("try!") && !line.contains("as!"), "\(file.path): \(line)") }
        }
    }
}
