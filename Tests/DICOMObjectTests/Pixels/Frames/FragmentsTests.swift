import DICOMCore
import Foundation
import Imaging
import TestHarness
import Testing

@testable import DICOMObject

/// Basic offset tables that are wrong.
struct FragmentsTests {
    private static let film = packageRoot.appending(path: "Tests/DICOMObjectTests/Field/jpeg8_alloc16_stored8.dcm")

    /// The film with this first item and the fragments of its frame after it.
    private func displayed(_ first: [UInt8]) throws -> DisplayedImage {
        let whole = try DICOMFile(path: Self.film.path)
        let element = try PixelDataElement(whole)
        let frame = try Fragments(element).firstFrame(of: 1)
        let bytes = [UInt8](try Data(contentsOf: Self.film))
        func item(_ value: [UInt8]) -> [UInt8] {
            [0xFE, 0xFF, 0, 0xE0] + (0..<4).map { UInt8(value.count >> (8 * $0) & 0xFF) } + value
        }
        var object = Array(bytes[..<(bytes.count - element.count)])
        for part in [item(first), item(frame), [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]] { object += part }
        return try TestFiles.withFolder { folder in
            let url = folder.appending(path: "object.dcm")
            try Data(object).write(to: url)
            return try DICOMFile(path: url.path).displayedImage()
        }
    }

    @Test(arguments: [[8, 0, 0, 0], [0xEF, 0xBE, 0xAD, 0xDE]] as [[UInt8]])
    func `passes over a table whose first offset is not zero`(table: [UInt8]) throws {
        let (film, expected) = (try displayed(table), try displayed([]))
        #expect(film.picture == expected.picture)
        #expect(
            film.transformation.notices.contains { $0.contains("first offset of the basic offset table is not zero") })
        #expect(expected.transformation.notices.isEmpty)
    }

    /// A damaged first fragment must not be taken for a table, or the second frame would be shown as the first.
    @Test func `takes no item for a table that has more offsets than there are fragments`() {
        #expect(throws: DICOMObjectError.self) { try displayed([8, 0, 0, 0, 16, 0, 0, 0]) }
    }
}
