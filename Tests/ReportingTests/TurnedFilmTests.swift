import Foundation
import TestHarness
import Testing
import WorkList
import WorkListDatabase

@testable import Reporting

/// Films that lie in their pixels otherwise than their header says.
@Suite(.blocking) struct TurnedFilmTests {
    /// Drafts an uncompressed sample film after its pixels have been moved, and returns the draft's JSON and its SR as text.
    ///
    /// - Parameter source: for each place (row, column), the place that its pixel comes from.
    private func draft(
        side: Int = 1024, from source: (_ row: Int, _ column: Int) -> (row: Int, column: Int)
    ) throws -> (report: String, document: String) {
        let fixture = try StudyFixture()
        try fixture.receive("thoraxd-0003-1")
        let claim = try #require(try fixture.workList.claim(by: 1))
        let path = try #require(claim.images.first).instance.path
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        // Pixel Data is the last element, with one byte to a pixel.
        let start = bytes.count - side * side
        let pixels = Array(bytes[start...])
        for row in 0..<side {
            for column in 0..<side {
                let place = source(row, column)
                bytes[start + row * side + column] = pixels[place.row * side + place.column]
            }
        }
        try Data(bytes).write(to: URL(filePath: path))
        let draft = try fixture.drafting.draft(claim).draft
        let document = fixture.workList.files.absolute(try #require(draft.documents.first).path)
        return (draft.report, try run("/usr/bin/dsrdump", ["+Pl", document]).output.replacing("\n", with: " "))
    }

    @Test func `a film as it was taken is drafted and nothing is said of its orientation`() throws {
        let (report, document) = try draft { ($0, $1) }
        #expect(!report.contains("pictureTurned") && !report.contains("pictureLooksMirrored"))
        #expect(!document.contains("No draft is offered"))
    }

    @Test func `no draft is offered of a film that is turned in its pixels, and the document says how it lies`() throws
    {
        let upsideDown = try draft { (1023 - $0, 1023 - $1) }
        #expect(upsideDown.report.contains(#""abstention":"the film looks upside down in the picture""#))
        #expect(upsideDown.document.contains("No draft is offered: the film looks upside down in the picture"))
        let left = try draft { ($1, 1023 - $0) }
        #expect(
            left.document.contains(
                "No draft is offered: the film looks turned by 90 degrees to the left in the picture"))
    }

    @Test func `a mirrored film is drafted with a notice`() throws {
        let (report, document) = try draft { ($0, 1023 - $1) }
        #expect(report.contains(#""kind":"pictureLooksMirrored""#) && !report.contains("abstention"))
        #expect(document.contains("looks mirrored: check the side marker"))
    }
}
