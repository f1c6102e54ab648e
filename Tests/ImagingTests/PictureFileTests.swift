import Foundation
import Imaging
import TestHarness
import Testing

struct PictureFileTests {
    private struct Expected: Decodable {
        let rows: Int
        let columns: Int
        let pixels: [Float]
    }

    static let folder = packageRoot.appending(path: "Tests/References/pictures")

    private static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    @Test(arguments: [
        "gray8.png", "gray16.png", "gray1.png", "alpha.png", "rgb.png", "rgba.png", "palette.png", "gray.jpg",
        "progressive.jpg",
    ])
    func `reads the same values as Pillow`(name: String) throws {
        let bytes = try Data(contentsOf: Self.folder.appendingPathComponent("expected.json"))
        let expected = try #require(try JSONDecoder().decode([String: Expected].self, from: bytes)[name])
        let image = try PictureFile.read(path: Self.path(name))
        #expect(image.rows == expected.rows && image.columns == expected.columns)
        let worst = zip(image.pixels, expected.pixels).map { abs($0 - $1) }.max() ?? 1
        #expect(worst < 2e-6, "differs by \(worst)")
    }

    @Test func `refuses CMYK`() {
        #expect {
            try PictureFile.read(path: Self.path("cmyk.jpg"))
        } throws: { error in
            if case .unsupported? = error as? ImagingError { true } else { false }
        }
    }

    @Test func `refuses a file that is neither PNG nor JPEG`() {
        #expect(throws: ImagingError.unknownFormat(path: #filePath)) { try PictureFile.read(path: #filePath) }
    }

    @Test func `reports a missing file`() {
        #expect {
            try PictureFile.read(path: Self.path("absent.png"))
        } throws: { error in
            if case .unreadable? = error as? ImagingError { true } else { false }
        }
    }

    @Test(arguments: ["gray16.png", "rgb.png", "gray.jpg", "progressive.jpg"])
    func `refuses a file truncated at any byte`(name: String) throws {
        let whole = try Data(contentsOf: Self.folder.appendingPathComponent(name))
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("cut-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        // Only the last bytes of a file can be missing without loss: PNG's IEND and JPEG's EOI.
        for length in stride(from: 0, to: whole.count - 12, by: 7) {
            try whole.prefix(length).write(to: file)
            #expect(throws: ImagingError.self) { try PictureFile.read(path: file.path) }
        }
    }

    @Test func `refuses a picture of 65535 by 65535 before allocating memory`() throws {
        var bytes = try Data(contentsOf: Self.folder.appendingPathComponent("gray8.png"))
        // Width and height are at byte 16 of the file, the header's CRC at 29.
        bytes.replaceSubrange(16..<24, with: [0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF])
        bytes.replaceSubrange(29..<33, with: withUnsafeBytes(of: crc(bytes[12..<29]).bigEndian, Array.init))
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("huge-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try bytes.write(to: file)
        #expect {
            try PictureFile.read(path: file.path)
        } throws: { error in
            if case .tooLarge? = error as? ImagingError { true } else { false }
        }
    }

    // CRC-32 of PNG (ISO 3309).
    private func crc(_ bytes: Data) -> UInt32 {
        var value: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
        return ~value
    }
}
