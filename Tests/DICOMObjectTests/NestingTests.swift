import DICOMCore
import Foundation
import Testing

@testable import DICOMObject

/// DCMTK 3.6.7 parses sequences by unlimited recursion: ten thousand levels (200 kB) would crash the process.
struct NestingTests {
    /// Nested sequences: `(0008,1140)` with one item each.
    private func nested(levels: Int, isDefined: Bool) -> [UInt8] {
        var body: [UInt8] = []
        let sequence: [UInt8] = [0x08, 0x00, 0x40, 0x11] + Array("SQ".utf8) + [0, 0]
        let item: [UInt8] = [0xFE, 0xFF, 0x00, 0xE0]
        func length(_ count: Int) -> [UInt8] { (0..<4).map { UInt8(count >> (8 * $0) & 0xFF) } }
        if !isDefined {
            let open = sequence + [0xFF, 0xFF, 0xFF, 0xFF] + item + [0xFF, 0xFF, 0xFF, 0xFF]
            let close: [UInt8] = [0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0, 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
            for _ in 0..<levels { body += open }
            for _ in 0..<levels { body += close }
            return body
        }
        // Each level contains the following ones: 20 bytes per level.
        for level in stride(from: levels - 1, through: 0, by: -1) {
            body += sequence + length(level * 20 + 8) + item + length(level * 20)
        }
        return body
    }

    private func open(_ bytes: [UInt8], transferSyntax: String = "1.2.840.10008.1.2.1") throws {
        try TestFiles.withFolder { folder in
            let url = folder.appending(path: "nested.dcm")
            try SyntheticObject.empty.write(to: url, transferSyntax: transferSyntax)
            let head = try Data(contentsOf: url)
            try (head + bytes).write(to: url)
            _ = try DICOMFile(path: url.path)
        }
    }

    @Test func `refuses ten thousand levels whose end only delimiters tell`() throws {
        let bytes = nested(levels: 10_000, isDefined: false)
        let error = #expect(throws: DICOMObjectError.self) { try open(bytes) }
        #expect(error?.description.contains("nested more than 64 levels deep at byte") == true)
    }

    @Test(arguments: [0x1140, 0x1032])
    func `never hands DCMTK ten thousand levels of known length`(element: Int) throws {
        // (0008,1140) is not read; (0008,1032) would be copied into the documents.
        var bytes = nested(levels: 10_000, isDefined: true)
        for place in stride(from: 0, to: bytes.count, by: 20) {
            (bytes[place + 2], bytes[place + 3]) = (UInt8(element & 0xFF), UInt8(element >> 8))
        }
        if element == 0x1140 {
            try open(bytes)
        } else {
            #expect(throws: DICOMObjectError.self) { try open(bytes) }
        }
    }

    @Test(arguments: [true, false])
    func `reads twenty levels`(isDefined: Bool) throws {
        try open(nested(levels: 20, isDefined: isDefined))
    }

    @Test func `refuses ten thousand levels in a deflated data set`() throws {
        func stored(_ bytes: [UInt8]) -> [UInt8] {
            // Uncompressed blocks of at most 65535 bytes each (RFC 1951 3.2.4).
            stride(from: 0, to: bytes.count, by: 60_000).flatMap { start -> [UInt8] in
                let block = bytes[start..<min(start + 60_000, bytes.count)]
                let length = [UInt8(block.count & 0xFF), UInt8(block.count >> 8)]
                return [start + block.count == bytes.count ? 1 : 0] + length + length.map { ~$0 } + block
            }
        }
        let deflated = "1.2.840.10008.1.2.1.99"
        #expect(throws: DICOMObjectError.self) {
            try open(stored(nested(levels: 10_000, isDefined: false)), transferSyntax: deflated)
        }
        try open(stored(nested(levels: 20, isDefined: false)), transferSyntax: deflated)
        #expect(throws: DICOMObjectError.self) { try open([0x03, 0xFF], transferSyntax: "1.2.840.10008.1.2.1.99") }
    }

    @Test func `reads thousands of items side by side`() throws {
        let items = (0..<3000).flatMap { _ in [0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0] as [UInt8] }
        let sequence: [UInt8] = [0x08, 0x00, 0x40, 0x11] + Array("SQ".utf8) + [0, 0, 0xC0, 0x5D, 0, 0]
        try open(sequence + items)
    }

    @Test(
        .enabled(if: TestFiles.hasSharedData, "needs the shared test data"),
        arguments: ["malformed", "fuzz", "charsets"])
    func `handles every odd or hostile file with an image or an error`(folder: String) throws {
        let root = TestFiles.sharedData.appending(path: folder)
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: [.isRegularFileKey])
        var answered = 0
        while let url = files?.nextObject() as? URL {
            guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
            do { _ = try DICOMFile(path: url.path).grayscaleImage() } catch { #expect(!error.hint.isEmpty) }
            answered += 1
        }
        #expect(answered > 10)
    }
}
