import Foundation
import TestHarness
import Testing

@Suite(.blocking) struct ReportDisplayTests {
    private func report(_ image: String, _ options: String...) throws -> String {
        let bundle = packageRoot.appending(path: "samples/model").path
        let path = packageRoot.appending(path: image).path
        let result = try Program.run(
            ["report", path, "--bundle", bundle] + options, in: FileManager.default.temporaryDirectory)
        #expect(result.status == 0, "\(result.errors)")
        return result.output
    }

    @Test func `the draft of a DICOM file says how it was displayed, as a draft's documents do`() throws {
        #expect(try report("samples/xrays/thoraxd-0001-1.dcm").contains("\n  Display of image 1: window 1 (center "))
        let passedOver = try report("Tests/DICOMObjectTests/Field/win_1_0.dcm")
        #expect(passedOver.contains("\n! Display of image 1: "), "\(passedOver)")
        let json = try report("samples/xrays/thoraxd-0001-1.dcm", "--json")
        #expect(json.contains("\"applied\""), "\(json)")
    }

    @Test func `a PNG is as it is`() throws {
        #expect(try !report("Tests/DICOMObjectTests/Field/film.png").contains("Display of image"))
    }
}
