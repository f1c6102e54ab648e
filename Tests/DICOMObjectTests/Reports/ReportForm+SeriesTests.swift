import DICOMCore
import Testing

@testable import DICOMObject

struct ReportFormSeriesTests {
    @Test func `every series has a unique number`() {
        let series =
            ReportForm.allCases.map(\.draftSeries) + ReportForm.allCases.compactMap(\.signedSeries)
            + ReportForm.allCases.compactMap(\.addendumSeries)
        #expect(Set(series.map(\.number)).count == series.count)
        #expect(series.allSatisfy { (9001...9099).contains($0.number) && $0.description.count <= 64 })
    }

    @Test(arguments: ReportForm.ofDrafts)
    func `the series of a draft says that it holds drafts`(form: ReportForm) {
        #expect(
            form.draftSeries.description.contains("DRAFT") && form.draftSeries.description.hasSuffix("NOT VERIFIED"))
    }

    @Test(arguments: ReportForm.ofSignedReports)
    func `the series of a signed report says so and does not mention drafts`(form: ReportForm) throws {
        let description = try #require(form.signedSeries).description
        #expect(description.hasSuffix("- SIGNED") && !description.contains("DRAFT"))
        #expect(try #require(form.addendumSeries).description.hasPrefix("REPORT ADDENDUM"))
    }

    @Test func `there is no signed measurement report and no signed rejection`() {
        let unsigned = ReportForm.allCases.filter { $0.signedSeries == nil }
        #expect(unsigned == [.comprehensive3DSR, .rejectionNote])
        #expect(unsigned == ReportForm.allCases.filter { $0.addendumSeries == nil })
        #expect(ReportForm.ofSignedReports == ReportForm.allCases.filter { $0.signedSeries != nil })
        #expect(ReportForm.ofDrafts == ReportForm.allCases.filter { $0 != .rejectionNote })
    }
}
