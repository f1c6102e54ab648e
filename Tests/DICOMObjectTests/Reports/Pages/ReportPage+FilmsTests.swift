import DICOMCore
import Foundation
import Imaging
import TestHarness
import Testing

@testable import DICOMObject

@Suite(.blocking) struct ReportPageFilmsTests {
    private static let pdfimages = "/usr/bin/pdfimages"
    private static let hasPoppler = FileManager.default.isExecutableFile(atPath: pdfimages)

    /// A chest radiograph that is white in its upper left quarter and black elsewhere.
    private static func film(columns: Int, rows: Int, instance: String = "1.2.3.4.1") -> SyntheticObject {
        var object = SyntheticObject.chest(instance: instance)
        let pixels = (0..<rows * columns).map { index in
            UInt8(index % columns < columns / 2 && index / columns < rows / 2 ? 255 : 0)
        }
        object.set(0x0028, 0x0010, "US", words: [UInt16(rows)])
        object.set(0x0028, 0x0011, "US", words: [UInt16(columns)])
        object.set(0x0028, 0x0100, "US", words: [8])
        object.set(0x0028, 0x0101, "US", words: [8])
        object.set(0x0028, 0x0102, "US", words: [7])
        object.set(0x7FE0, 0x0010, "OB", bytes: pixels)
        return object
    }

    /// The columns and rows of the white quarter in a drawn picture, left of the text and below the banner.
    private static func quarter(in path: String) throws -> (columns: ClosedRange<Int>, rows: ClosedRange<Int>) {
        let image = try DICOMFile(path: path).grayscaleImage()
        let scale = 150.0 / 72
        let top = Int((PageSheet.band + 4) * scale)
        let isWhite = { (row: Int, column: Int) in image.pixels[row * image.columns + column] > 0.99 }
        let (y, x) = (top + 60, Int(PageSheet.margin * scale) + 20)
        let columns = (0..<image.columns / 2).filter { isWhite(y, $0) }
        let rows = (top..<image.rows).filter { isWhite($0, x) }
        return (
            try #require(columns.min())...(try #require(columns.max())),
            try #require(rows.min())...(try #require(rows.max()))
        )
    }

    @Test func `the picture shows the film as it is stored, with its aspect`() throws {
        for (columns, rows) in [(100, 120), (120, 100)] {
            try DraftDocument.sample.writing(
                .secondaryCapture, about: [Self.film(columns: columns, rows: rows)]
            ) { path in
                let quarter = try Self.quarter(in: path)
                let ratio = Double(quarter.columns.count) / Double(quarter.rows.count)
                let distortion = abs(ratio - Double(columns) / Double(rows))
                #expect(distortion < 0.02)
                // Large: the whole film takes more than half of the height of the picture.
                let height = try #require(try DICOMFile(path: path).dataSet.integer(.rows))
                #expect(2 * quarter.rows.count > height / 2)
            }
        }
    }

    @Test func `pixels that are not square are drawn as the film was`() throws {
        var film = Self.film(columns: 100, rows: 60)
        film.set(0x0018, 0x1164, "DS", text: "0.2\\0.1")
        try DraftDocument.sample.writing(.secondaryCapture, about: [film]) { path in
            let quarter = try Self.quarter(in: path)
            let ratio = Double(quarter.columns.count) / Double(quarter.rows.count)
            let distortion = abs(ratio - 100.0 / 120)
            #expect(distortion < 0.02)
        }
    }

    @Test(arguments: SignedDocument.acts)
    func `a signed report shows the film too`(act: SignedDocument.Act) throws {
        try SignedDocument.sample(act).writing(
            .secondaryCapture, about: [Self.film(columns: 100, rows: 120)]
        ) { path in
            let quarter = try Self.quarter(in: path)
            #expect(quarter.rows.count > 300)
        }
    }

    @Test(.enabled(if: hasPoppler, "needs poppler-utils"))
    func `a PDF holds each film once, within a bound of pixels`() throws {
        let films = [
            Self.film(columns: 1600, rows: 2000), Self.film(columns: 200, rows: 100, instance: "1.2.3.4.2"),
        ]
        var draft = DraftDocument.sample
        draft.findings = (1...90).map { "Paragraph \($0)." }
        try draft.writing(.encapsulatedPDF, about: films) { path in
            #expect(try Judges.run("/usr/bin/dcm2pdf", [path, path + ".pdf"]).status == 0)
            let list = try Judges.run(Self.pdfimages, ["-list", path + ".pdf"]).output
            let sizes = list.split(separator: "\n").dropFirst(2).map { line in
                line.split(separator: " ").dropFirst(3).prefix(2).joined(separator: "x")
            }
            #expect(sizes.sorted() == ["1229x1536", "200x100"], "\(list)")
        }
    }

    @Test func `the captions say how each film was displayed, and tell several apart`() throws {
        var second = Self.film(columns: 20, rows: 10, instance: "1.2.3.4.2")
        second.set(0x0018, 0x5101, "CS", text: "PA")
        second.set(0x0020, 0x0013, "IS", text: "2")
        var first = Self.film(columns: 10, rows: 20, instance: "1.2.3.4.3")
        first.set(0x0020, 0x0013, "IS", text: "1")
        second.set(0x0028, 0x1050, "DS", text: "100")
        second.set(0x0028, 0x1051, "DS", text: "200")
        try TestFiles.withImages([second, first]) { _, paths in
            let films = try ReportSource(paths: paths, films: TestFiles.films(paths)).films()
            #expect(films.map(\.ratio) == [0.5, 2])
            #expect(films[1].caption.hasPrefix("Film (PA, image 2), as displayed to the model: window 1 (center 100"))
            #expect(films.allSatisfy { $0.caption.hasSuffix("Reduced in size, not for diagnosis.") })
        }
    }

    @Test func `a film that can no longer be read leaves a report that says so`() throws {
        var film = Self.film(columns: 20, rows: 10)
        film.remove(0x7FE0, 0x0010)
        try TestFiles.withImages([film]) { _, paths in
            let films = try ReportSource(paths: paths, films: TestFiles.films(paths)).films()
            #expect(films.map(\.caption) == ["Film, not shown: object has no pixel data."])
            let undecoded = try ReportSource(paths: paths).films()
            #expect(undecoded.map(\.caption) == ["Film, not shown."])
        }
        for form in [ReportForm.encapsulatedPDF, .secondaryCapture] {
            try SignedDocument.sample().writing(form, about: [film]) { path in
                #expect(FileManager.default.fileExists(atPath: path))
            }
        }
    }
}
