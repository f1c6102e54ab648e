import DICOMCore
import Foundation
import Testing
import WorkListFixture

@testable import Review
@testable import WorkList
@testable import WorkListDatabase

struct WithheldDraftsTests {
    private let all = BlindReading(percent: 100)

    @Test func `the documents of a withheld draft are its forms, and no film`() throws {
        let (fixture, item) = try Fixture.withDraftedStudy(forms: [.basicTextSR, .encapsulatedPDF])
        let reader = DraftReader(login: "mary", blind: all)
        #expect(try fixture.workList.withheldDocuments(ofStudy: "1.1", from: reader) == ["1.1.9.1", "1.1.10.1"])
        #expect(try fixture.workList.withheldDocuments(ofStudy: "1.2", from: reader).isEmpty)
        let open = DraftReader(login: "mary", blind: .none)
        #expect(try fixture.workList.withheldDocuments(ofStudy: "1.1", from: open).isEmpty)
        _ = try fixture.workList.sign(.accept, of: item, by: "paul")
        #expect(try fixture.workList.withheldDocuments(ofStudy: "1.1", from: reader).isEmpty)
    }
}
