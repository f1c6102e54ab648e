import DICOMCore
import Testing
import WorkList

@testable import Reporting

/// The reporter reads an image only if its file is what the work list says.
struct ImageIdentityTests {
    @Test func `an image of another patient or size than its row is not reported on`() throws {
        for (tag, change) in [
            ("(0010,0020)", { $0.patientID = "OTHER" }), ("(0028,0010)", { $0.rows = 64 }),
            ("(0028,0011)", { $0.columns = 63 }),
        ] as [(String, (inout InstanceHeader) -> Void)] {
            let fixture = try StudyFixture()
            try fixture.receive("thoraxd-0008-1", as: change)
            let claim = try #require(try fixture.workList.claim(by: 1))
            let error = #expect(throws: ReportingError.self) { try fixture.drafting.draft(claim) }
            let message = error?.description ?? ""
            #expect(message.contains("\(tag) in the file is not what was read") && !message.contains("OTHER"))
        }
    }

    @Test func `an image whose row has padding around the patient ID is reported on`() throws {
        let fixture = try StudyFixture()
        try fixture.receive("thoraxd-0008-1") { $0.patientID = $0.patientID.map { " \($0) " } }
        let claim = try #require(try fixture.workList.claim(by: 1))
        #expect(try !fixture.drafting.draft(claim).draft.documents.isEmpty)
    }
}
