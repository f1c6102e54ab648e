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
        try withFile(of: [first, try frame()]) { try $0.displayedImage() }
    }

    /// The film's only frame.
    private func frame() throws -> [UInt8] {
        try Fragments(PixelDataElement(try DICOMFile(path: Self.film.path))).frame(1, of: 1)
    }

    /// The film with other items in its Pixel Data.
    private func withFile<Result>(of items: [[UInt8]], _ body: (DICOMFile) throws -> Result) throws -> Result {
        let whole = try DICOMFile(path: Self.film.path)
        let element = try PixelDataElement(whole)
        let bytes = [UInt8](try Data(contentsOf: Self.film))
        func item(_ value: [UInt8]) -> [UInt8] {
            [0xFE, 0xFF, 0, 0xE0] + (0..<4).map { UInt8(value.count >> (8 * $0) & 0xFF) } + value
        }
        var object = Array(bytes[..<(bytes.count - element.count)])
        for part in items.map(item) + [[0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]] { object += part }
        return try TestFiles.withFolder { folder in
            let url = folder.appending(path: "object.dcm")
            try Data(object).write(to: url)
            return try body(try DICOMFile(path: url.path))
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

    @Test func `finds a frame by the table, by the number of fragments, or by how it begins`() throws {
        let other: [UInt8] = [0xFF, 0xD8, 0xFF, 1, 2, 3]
        let rest: [UInt8] = [4, 5, 6, 7]
        let first = try frame()
        func frames(_ count: Int, _ items: [[UInt8]]) throws -> [[UInt8]] {
            try withFile(of: items) { file in
                let fragments = try Fragments(PixelDataElement(file))
                return try (1...count).map { try fragments.frame($0, of: count) }
            }
        }
        let second = (0..<4).map { UInt8((first.count + 8) >> (8 * $0) & 0xFF) }
        #expect(try frames(2, [[0, 0, 0, 0] + second, first, other, rest]) == [first, other + rest])
        #expect(try frames(3, [[], first, other, rest]) == [first, other, rest])
        #expect(try frames(2, [[], first, other, rest]) == [first, other + rest])
        #expect(throws: DICOMObjectError.self) { try frames(4, [[], first, other]) }
    }

    /// A damaged first fragment must not be taken for a table, or the second frame would be shown as the first.
    @Test func `takes no item for a table that has more offsets than there are fragments`() {
        #expect(throws: DICOMObjectError.self) { try displayed([8, 0, 0, 0, 16, 0, 0, 0]) }
    }
}
