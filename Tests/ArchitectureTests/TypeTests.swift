import Testing

struct TypeTests {
    @Test func `no module is named like a type inside it`() throws {
        for file in try SourceTree.files(in: "Sources") {
            let declaration = try Regex("(class|struct|enum|protocol|actor|typealias) \(file.target)\\b")
            for line in file.lines(with: " " + file.target) where !line.contains("//") {
                #expect(line.firstMatch(of: declaration) == nil, "\(file.path): \(line)")
            }
        }
    }

    @Test func `no two targets have a type of the same name`() throws {
        let declaration =
            /(?:(?:package|public|final|indirect|nonisolated) )*(?:struct|class|enum|actor|protocol|typealias) (\w+)/
        var places: [Substring: Set<String>] = [:]
        for file in try SourceTree.files(in: "Sources") {
            for line in file.lines(with: "struct ", "class ", "enum ", "actor ", "protocol ", "typealias ") {
                if let found = line.prefixMatch(of: declaration) { places[found.1, default: []].insert(file.target) }
            }
        }
        for (type, targets) in places { #expect(targets.count == 1, "\(type) is in \(targets.sorted())") }
    }

    @Test func `what the compiler cannot check for races is rare and says who owns it`() throws {
        let allowed: Set<String> = ["Platform", "DICOMObject", "DICOMNetwork", "Tensors"]
        for file in try SourceTree.files(in: "Sources") {
            for (number, line) in file.lines.enumerated()
            where line.contains(bytesOf: "@unchecked Sendable") || line.contains(bytesOf: "nonisolated(unsafe)") {
                guard !line.trimmingPrefix(while: { $0 == " " }).hasPrefix("//") else { continue }
                #expect(allowed.contains(file.target), "\(file.path)")
                let before = file.lines[max(0, number - 6)...number].joined(separator: " ")
                #expect(before.contains("//"), "\(file.path) line \(number + 1) has no comment")
            }
        }
    }

    /// Reasons that never leave the file or the folder in which they are made.
    private static let inner: Set<Substring> = [
        "Refusal", "Failure", "RowFault", "RecordFault", "RecordReason", "PassedOver",
    ]

    @Test func `an error says what to do and of what kind it is, and nothing casts to find out`() throws {
        for file in try SourceTree.files(in: "Sources") where file.target != "OperatorErrors" {
            for line in file.lines(with: "Error", "Failure", "Refusal") {
                if let error = line.firstMatch(of: /(?:enum|struct) (\w+): (?:Swift\.)?Error\b/) {
                    #expect(Self.inner.contains(error.1), "\(file.path): \(line)")
                }
                #expect(line.firstMatch(of: /as\? \w+(?:Error|Failure|Refusal)\)\?/) == nil, "\(file.path): \(line)")
            }
        }
    }

    @Test func `sources never force a value or an error`() throws {
        for file in try SourceTree.files(in: "Sources") {
            #expect(file.lines(with: "try!", "as!").isEmpty, "\(file.path)")
        }
    }
}
