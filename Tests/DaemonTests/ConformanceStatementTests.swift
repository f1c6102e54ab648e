import DICOMCore
import Daemon
import Foundation
import TestHarness
import Testing

struct ConformanceStatementTests {
    @Test func `the statement in docs is the program's`() throws {
        let page = try String(contentsOf: packageRoot.appending(path: "docs/conformance.md"), encoding: .utf8)
        #expect(page == ConformanceStatement.text, "run `make conformance`")
    }

    @Test func `names every transfer syntax, every form and no class without a name`() {
        let text = ConformanceStatement.text
        for syntax in TransferSyntax.all { #expect(text.contains("| \(syntax.uid) |")) }
        for form in ReportForm.allCases { #expect(text.contains("| `\(form.rawValue)` |")) }
        #expect(!text.contains("| ? |"))
    }
}
