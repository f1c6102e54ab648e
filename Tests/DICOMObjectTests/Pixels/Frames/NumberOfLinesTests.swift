import Foundation
import Imaging
import Testing

@testable import DICOMObject

/// JPEG and JPEG-LS code streams that say their number of lines after the first scan (DNL).
struct NumberOfLinesTests {
    /// The object with 0 lines in its frame header and DNL before its end marker.
    private func object(_ name: String, frame: UInt8, lines: [UInt8]?) throws -> [UInt8] {
        var bytes = [UInt8](try Data(contentsOf: FieldFilm.folder.appending(path: name + ".dcm")))
        let pixels = try #require(bytes.lastRange(of: [0xE0, 0x7F, 0x10, 0]))
        let header = try #require(bytes[pixels.upperBound...].firstRange(of: [0xFF, frame, 0, 11])).upperBound
        let height = Array(bytes[header + 1..<header + 3])
        bytes.replaceSubrange(header + 1..<header + 3, with: [0, 0])
        let end = try #require(bytes.lastRange(of: [0xFF, 0xD9])).lowerBound
        if let lines { bytes.insert(contentsOf: [0xFF, 0xDC, 0, 4] + (lines.isEmpty ? height : lines), at: end) }
        // Six bytes more in the fragment.
        let item = try #require(bytes[..<header].lastRange(of: [0xFE, 0xFF, 0, 0xE0])).upperBound
        let length = bytes[item..<item + 4].reversed().reduce(0) { $0 << 8 | Int($1) } + (lines == nil ? 0 : 6)
        bytes.replaceSubrange(item..<item + 4, with: (0..<4).map { UInt8(length >> (8 * $0) & 0xFF) })
        return bytes
    }

    private func display(_ bytes: [UInt8]) throws -> DisplayedImage {
        try TestFiles.withFolder { folder in
            let url = folder.appending(path: "object.dcm")
            try Data(bytes).write(to: url)
            return try DICOMFile(path: url.path).displayedImage(threads: 1)
        }
    }

    @Test(arguments: [("jpeg8_alloc16_stored8", 0xC0), ("ll70_in_baseline", 0xC3), ("jls8_alloc16_stored8", 0xF7)])
    func `shows the film`(name: String, frame: Int) throws {
        let expected = try DICOMFile(path: FieldFilm.folder.appending(path: name + ".dcm").path).displayedImage(
            threads: 1)
        let shown = try display(object(name, frame: UInt8(frame), lines: []))
        #expect(shown.picture == expected.picture)
        #expect(shown.transformation.notices == expected.transformation.notices)
    }

    @Test func `refuses another number of lines than Rows`() throws {
        let bytes = try object("jpeg8_alloc16_stored8", frame: 0xC0, lines: [0, 7])
        let error = #expect(throws: DICOMObjectError.self) { try display(bytes) }
        #expect(error?.description.contains("JPEG Baseline (SOF0), has 7 x ") == true, "\(String(describing: error))")
    }

    @Test func `refuses a frame without any number of lines`() throws {
        let bytes = try object("jpeg8_alloc16_stored8", frame: 0xC0, lines: nil)
        let error = #expect(throws: DICOMObjectError.self) { try display(bytes) }
        let reason = "has 0 lines in its frame header (SOF), and no number of lines (DNL) after its first scan at byte"
        #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    }
}
