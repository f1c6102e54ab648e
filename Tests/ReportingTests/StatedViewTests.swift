import DICOMCore
import TestHarness
import Testing
import WorkList
import WorkListDatabase

@testable import Reporting

/// A film whose header does not say which view it is counts as frontal, and its draft says so.
@Suite(.blocking) struct StatedViewTests {
    private func draft(view: String?) throws -> (report: String, document: String) {
        let fixture = try StudyFixture()
        try fixture.receive("thoraxd-0003-1") { $0.viewPosition = view }
        let draft = try fixture.drafting.draft(try #require(try fixture.workList.claim(by: 1))).draft
        let document = fixture.workList.files.absolute(try #require(draft.documents.first).path)
        return (draft.report, try run("/usr/bin/dsrdump", ["+Pl", document]).output.replacing("\n", with: " "))
    }

    @Test(arguments: [nil, "UNKNOWN"]) func `a draft of a film without a view says that none is stated`(
        view: String?
    ) throws {
        let (report, document) = try draft(view: view)
        #expect(report.contains(#"{"kind":"viewNotStated","picture":0}"#))
        #expect(document.contains("The view of picture 1 is not stated in its header; it was read as frontal."))
    }

    @Test func `a draft of a film with a view says nothing of it`() throws {
        let (report, document) = try draft(view: "PA")
        #expect(!report.contains("viewNotStated"))
        #expect(!document.contains("is not stated in its header"))
    }
}
