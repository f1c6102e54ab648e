import DICOMCore
import Testing

@testable import DICOMObject

struct ReportSignatureTests {
    @Test func `a name that is not allowed in a document is truncated and cleaned group by group`() {
        let signature = ReportSignature.sample("a\\b\u{7}^c=\(String(repeating: "x", count: 80))=")
        #expect(signature.name == "a b ^c=\(String(repeating: "x", count: 64))=")
        #expect(ReportSignature.sample("", organization: " ").name == "unnamed")
        #expect(ReportSignature.sample("", organization: " ").organization == "unnamed")
    }

    @Test func `an invalid code is omitted`() {
        for code in [("", "99X"), ("seventeen letters", "99X"), ("ö", "99X"), ("1\\2", "99X"), ("1", "")] {
            let signature = ReportSignature(
                name: "A", organization: "B",
                identification: CodedConcept(value: code.0, scheme: code.1, meaning: "m"), date: "20261123",
                time: "071500.000", offset: "+0000")
            #expect(signature.identification == nil)
        }
        #expect(ReportSignature.sample().identification?.value == "4711")
    }

    @Test func `a page shows name, organization, time and offset`() {
        let line = ReportSignature.sample("Yamada^Hanako=山田^花子").line
        #expect(line == "Yamada, Hanako  山田 花子, General Hospital, at 2026-11-23 07:15:00 +01:00")
    }
}
