import Foundation
import Testing

@testable import ReportGeneration
@testable import Review

/// The model and the reader of stored drafts each know which notices are about the text of a draft.
struct NoticesAboutTextTests {
    @Test(arguments: DraftNotice.Kind.allCases)
    func `the reader of a stored draft takes the same notices for being about its text as the model`(
        kind: DraftNotice.Kind
    ) throws {
        // The fields of all kinds; each kind reads its own.
        let json = """
            {"kind":"\(kind.rawValue)","picture":0,"distance":2.5,"orientation":"turnedLeft","margin":5.5,"sentence":0,
            "finding":"Edema","status":"positive","words":["unchanged"],"probability":0.25,
            "opinion":{"label":"Edema","probability":0.25,"threshold":0.5}}
            """
        let notice = try JSONDecoder().decode(DraftNotice.self, from: Data(json.utf8))
        #expect(DraftText.kindsAboutText.contains(kind.rawValue) == notice.isAboutText)
    }

    @Test func `the reader knows no kind that the model does not have`() {
        #expect(DraftText.kindsAboutText.isSubset(of: DraftNotice.Kind.allCases.map(\.rawValue)))
    }
}
