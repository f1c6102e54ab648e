import Foundation
import Imaging
import Testing

@testable import DICOMObject

/// Objects in the retired JPEG transfer syntaxes, and progressive streams of which scans are missing.
struct RetiredJPEGTests {
    private static let progressive = ["jpeg_full_progression", "jpeg_spectral_selection"]
    private static let prefix = "1.2.840.10008.1.2.4."

    private func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: url(name))) }
    private func url(_ name: String) -> URL { FieldFilm.folder.appending(path: name + ".dcm") }

    private func display(_ bytes: [UInt8]) throws -> DisplayedImage {
        try TestFiles.withFolder { folder in
            let url = folder.appending(path: "object.dcm")
            try Data(bytes).write(to: url)
            return try DICOMFile(path: url.path).displayedImage(threads: 1)
        }
    }

    /// The object under another retired syntax, with another marker for its frame header.
    private func object(_ name: String, syntax: Int, frame: UInt8 = 0xC2) throws -> [UInt8] {
        var bytes = try bytes(name)
        let number = try #require(bytes.firstRange(of: Array(Self.prefix.utf8))).upperBound
        bytes.replaceSubrange(number..<number + 2, with: Array("\(syntax)".utf8))
        let header = try #require(bytes.firstRange(of: [0xFF, 0xC2, 0, 11])).lowerBound
        bytes[header + 1] = frame
        return bytes
    }

    @Test(arguments: progressive)
    func `a progressive film is shown as it was taken`(name: String) throws {
        let displayed = try DICOMFile(path: url(name).path).displayedImage(threads: 1)
        #expect(displayed.transformation.notices.isEmpty, "\(displayed.transformation.notices)")
        let film = try PictureFile.read(path: FieldFilm.folder.appending(path: "film.png").path)
        let highest = try #require(film.pixels.max())
        let differences = zip(displayed.picture.pixels, film.pixels).map { abs($0 - $1 / highest) }
        try #require(differences.count == 256 * 256)
        #expect(differences.reduce(0, +) / Float(differences.count) <= 0.012)
    }

    @Test(arguments: [50, 53, 56, 63, 70])
    func `the stream decides and not the name of the process`(syntax: Int) throws {
        let expected = try display(bytes("jpeg_full_progression"))
        let shown = try display(object("jpeg_full_progression", syntax: syntax))
        #expect(shown.picture == expected.picture)
        let notices = shown.transformation.notices
        if syntax == 53 {
            #expect(notices.isEmpty, "\(notices)")
        } else {
            #expect(notices.count == 1 && notices[0].hasPrefix("The code stream is JPEG Progressive (SOF2), the "))
        }
    }

    @Test(
        arguments: [
            (52, 0xC9, "the code stream is JPEG Extended, arithmetic (SOF9)"),
            (56, 0xCA, "the code stream is JPEG Progressive, arithmetic (SOF10)"),
            (58, 0xCB, "the code stream is JPEG Lossless, arithmetic (SOF11)"),
            (59, 0xC5, "the code stream is JPEG Hierarchical (SOF5)"),
            (65, 0xCF, "the code stream is JPEG Hierarchical (SOF15)"),
            (55, 0xCD, "the code stream is JPEG Hierarchical (SOF13)"),
            (61, 0xDE, "the code stream is JPEG Hierarchical (DHP, FF DE at byte"),
        ] as [(Int, UInt8, String)])
    func `a process that is not decoded is refused by its name`(syntax: Int, frame: UInt8, reason: String) throws {
        let bytes = try object("jpeg_full_progression", syntax: syntax, frame: frame)
        let error = #expect(throws: DICOMObjectError.self) { try display(bytes) }
        #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    }

    /// Without its last scans, libjpeg would make a coarse film of it, and say nothing.
    @Test(arguments: [
        ("jpeg_full_progression", 5, "the last bits of coefficient 1 of component 1"),
        ("jpeg_full_progression", 4, "the last bits of coefficient 0 of component 1"),
        ("jpeg_full_progression", 2, "coefficient 6 of component 1"),
        ("jpeg_full_progression", 1, "coefficient 1 of component 1"),
        ("jpeg_spectral_selection", 2, "coefficient 6 of component 1"),
    ])
    func `a progressive film without its last scans is refused`(name: String, kept: Int, missing: String) throws {
        var bytes = try bytes(name)
        let pixels = try #require(bytes.lastRange(of: [0xE0, 0x7F, 0x10, 0])).upperBound
        // After VR and length, the empty table, and the header of the only fragment.
        let start = pixels + 8 + 8 + 8
        var stream = Array(bytes[start..<bytes.count - 8])
        var scan = 0
        for _ in 0...kept { scan = try #require(stream[(scan + 2)...].firstRange(of: [0xFF, 0xDA])).lowerBound }
        stream = Array(stream[..<scan]) + [0xFF, 0xD9]
        if stream.count % 2 == 1 { stream.append(0) }
        let length = (0..<4).map { UInt8(stream.count >> (8 * $0) & 0xFF) }
        bytes = Array(bytes[..<(start - 4)]) + length + stream + [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
        let error = #expect(throws: DICOMObjectError.self) { try display(bytes) }
        let reason = "the JPEG code stream is JPEG Progressive (SOF2) and has no scan (SOS) for \(missing)"
        #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    }

    @Test func `a colour frame without the scan of a component is refused`() throws {
        let frame: [UInt8] = [0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 0, 1, 0, 1, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]
        func scan(_ component: UInt8) -> [UInt8] { [0xFF, 0xDA, 0, 8, 1, component, 0, 0, 63, 0, 0x2A] }
        #expect(try JPEGMarkers(frame + scan(1) + scan(2) + scan(3) + [0xFF, 0xD9]).header.components == 3)
        let error = #expect(throws: DICOMObjectError.self) {
            try JPEGMarkers(frame + scan(1) + scan(2) + [0xFF, 0xD9])
        }
        #expect(
            error?.description.contains("no scan (SOS) for component 3 of 3") == true, "\(String(describing: error))")
    }

    @Test(arguments: [0x01, 0x3A, 0xC0, 0xD0, 0xD8, 0xF3, 0xFF] as [UInt8])
    func `a damaged byte in a scan hides none of the scans behind it`(second: UInt8) throws {
        func scan(_ component: UInt8) -> [UInt8] { [0xFF, 0xDA, 0, 8, 1, component, 0, 0, 63, 0, 0x2A] }
        let tables: [UInt8] = [0xFF, 0xFF, 0xFE, 0, 3, 0x2A]
        let stream = scan(1) + [0xFF, second, 0x12, 0x34] + tables + scan(2) + [0xFF, 0xD9]
        #expect(JPEGScans(stream, from: 0).scans.map(\.components) == [[1], [2]])
    }

    @Test func `a progressive film with a damaged byte is not refused for a scan that it has`() throws {
        var bytes = try bytes("jpeg_full_progression")
        let pixels = try #require(bytes.lastRange(of: [0xE0, 0x7F, 0x10, 0])).upperBound
        let scan = try #require(bytes[pixels...].firstRange(of: [0xFF, 0xDA])).upperBound
        bytes.replaceSubrange(scan + 20..<scan + 22, with: [0xFF, 0x3A])
        let error = #expect(throws: DICOMObjectError.self) { try display(bytes) }
        #expect(error?.description.contains("has no scan") == false, "\(String(describing: error))")
    }
}
