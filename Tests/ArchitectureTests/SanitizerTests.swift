import Foundation
import Testing

/// Holds the tests that `scripts/sanitize.sh` runs to what the sources import and share.
struct SanitizerTests {
    /// Targets whose tests the sanitizer would end, or that have none: HTTPListening is run by the fronts on it, a training
    /// takes too long.
    private static let excepted: Set<String> = ["HTTPListening", "ReportTraining", "thoraxctl", "thoraxd"]

    /// What the script filters tests by, of one kind.
    private func filter(_ kind: String) throws -> Substring {
        let text = try String(contentsOfFile: "\(SourceTree.root)/scripts/sanitize.sh", encoding: .utf8)
        let begin = try #require(text.range(of: "\n\(kind))\n"))
        let end = try #require(text[begin.upperBound...].range(of: ";;"))
        return text[begin.upperBound..<end.lowerBound]
    }

    private func targets(with marks: String...) throws -> Set<String> {
        Set(try SourceTree.files(in: "Sources").filter { !$0.lines(with: marks).isEmpty }.map(\.target))
            .subtracting(Self.excepted)
    }

    private func expect(_ targets: Set<String>, in kind: String) throws {
        let names = Set(try filter(kind).matches(of: /\w+/).map { String($0.0) })
        for target in targets {
            #expect(names.contains(target) || names.contains(target + "Tests"), "\(kind): \(target)")
        }
    }

    @Test func `the address sanitizer runs the tests of every target on C or C++`() throws {
        let modules = ["CDCMTK", "CGlibc", "CImageCodecs", "CKernels", "COpenBLAS", "CPango", "CZlib"]
        let importers = try SourceTree.files(in: "Sources").filter { !Set(modules).isDisjoint(with: $0.imports) }
        try expect(Set(importers.map(\.target)), in: "address")
    }

    @Test func `the thread sanitizer runs tests of every target that shares state between threads`() throws {
        try expect(targets(with: "Mutex(", "Mutex<", "Atomic(", "OwnedThread.", "PeriodicThread("), in: "thread")
    }
}
