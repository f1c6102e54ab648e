import DICOMCore
import Foundation
import Imaging
import Testing

@testable import DICOMObject

/// Hostile and odd JPEG 2000: a real code stream, truncated and changed.
@Suite(.timeLimit(.minutes(10)), .enabled(if: TestFiles.hasSharedData, "needs the shared test data"))
struct JPEG2000Tests {
    /// 512 × 512, 16 bits signed, one fragment.
    private let original: [UInt8]
    private let start: Int
    private let length: Int

    init() throws {
        let name = "CTImage.dcm_JPEG2000LosslessOnlyTransferSyntax_1.2.840.10008.1.2.4.90.dcm"
        let whole = [UInt8](try Data(contentsOf: URL(filePath: TestFiles.shared("transfer_syntaxes/" + name))))
        let file = try DICOMFile(path: TestFiles.shared("transfer_syntaxes/" + name))
        let marker = try #require(whole.firstRange(of: [0xFF, 0x4F, 0xFF, 0x51]))
        (original, start) = (whole, marker.lowerBound)
        length = (0..<4).reduce(0) { $0 | Int(whole[marker.lowerBound - 4 + $1]) << (8 * $1) }
        #expect(file.transferSyntaxUID.hasSuffix(".90"))
    }

    private var stream: [UInt8] { Array(original[start..<start + length]) }

    private func little(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(number >> (8 * $0) & 0xFF) } }

    private func item(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        let value = Array(bytes)
        return [0xFE, 0xFF, 0x00, 0xE0] + little(value.count) + value
    }

    /// The picture of the same object with its fragment replaced by these, and with this number of frames.
    private func picture(_ fragments: [[UInt8]], table: [UInt8] = [], frames: Int = 1) throws -> [Float] {
        let header = original[..<start].dropLast(16)
        // Rows (0028,0010) directly follow Number of Frames.
        let rows = try #require(header.firstRange(of: [0x28, 0x00, 0x10, 0x00, 0x55, 0x53])).lowerBound
        let count: [UInt8] = [0x28, 0x00, 0x08, 0x00, 0x49, 0x53, 0x02, 0x00, UInt8(48 + frames), 0x20]
        let body = header[..<rows] + count + header[rows...] + item(table) + fragments.flatMap(item)
        return try TestFiles.withFolder { folder in
            let url = folder.appending(path: "object.dcm")
            try Data(body + [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]).write(to: url)
            return try DICOMFile(path: url.path).grayscaleImage().pixels
        }
    }

    private func changed(_ offset: Int, to bytes: [UInt8]) -> [UInt8] {
        var changed = stream
        changed.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        return changed
    }

    @Test func `joins the fragments of a frame, with and without a basic offset table`() throws {
        let whole = try picture([stream])
        let halves = [Array(stream.prefix(80_000)), Array(stream.dropFirst(80_000))]
        let second = little(halves.reduce(0) { $0 + 8 + $1.count })
        let same = [
            try picture(halves), try picture(halves, table: [0, 0, 0, 0]),
            try picture(halves + halves, frames: 2),
            try picture(halves + [[0, 0]], table: [0, 0, 0, 0] + second, frames: 2),
            // A table that contradicts the single frame.
            try picture(halves, table: [0, 0, 0, 0] + little(80_008)),
        ]
        for (index, pixels) in same.enumerated() { #expect((pixels == whole) as Bool, "\(index)") }
    }

    @Test func `finds the code stream in a JP2 file, which some devices send`() throws {
        let signature: [UInt8] = [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A, 0x87, 0x0A]
        let type: [UInt8] = [0, 0, 0, 20] + Array("ftypjp2 ".utf8) + [0, 0, 0, 0] + Array("jp2 ".utf8)
        let isSame = try picture([signature + type + [0, 0, 0, 0] + Array("jp2c".utf8) + stream]) == picture([stream])
        #expect(isSame)
        #expect(throws: DICOMObjectError.self) { try picture([signature + [0, 0, 0, 7] + Array("jp2c".utf8)]) }
    }

    @Test func `refuses a code stream truncated anywhere`() {
        for count in [0, 2, 41, 45, 80, 120, 200, 1_000, 20_000, 100_000, length - 5_000, length - 200] {
            #expect(throws: DICOMObjectError.self, "\(count)") { try picture([Array(stream.prefix(count))]) }
        }
    }

    @Test(
        arguments: [
            (8, [0xFF, 0xFF, 0xFF, 0xFF]), (12, [0x7F, 0xFF, 0xFF, 0xFF]), (8, [0, 0, 1, 0xFF]), (16, [0, 0, 2, 0]),
            (40, [0, 3]), (40, [0x40, 0]),
        ] as [(Int, [UInt8])])
    func `refuses a size that differs from the data set's`(offset: Int, bytes: [UInt8]) {
        let error = #expect(throws: DICOMObjectError.self) { try picture([changed(offset, to: bytes)]) }
        guard case .inconsistent = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(
        arguments: [
            (24, [0, 0, 0, 0]), (28, [0, 0, 0, 0]), (24, [0, 0, 0, 1, 0, 0, 0, 1]), (32, [0, 0, 0, 9]), (42, [0x26]),
            (43, [0]), (43, [2, 2]), (2, [0xFF, 0x52]),
        ] as [(Int, [UInt8])])
    func `refuses tiles and samples that make no sense`(offset: Int, bytes: [UInt8]) {
        #expect(throws: DICOMObjectError.self) { try picture([changed(offset, to: bytes)]) }
    }

    @Test func `refuses a picture with missing tiles`() throws {
        // The sizes declare two tiles side by side, but only the first is in the stream.
        #expect(throws: DICOMObjectError.undecodable(reason: "tiles are missing")) {
            try picture([changed(24, to: [0, 0, 1, 0])])
        }
    }

    /// COD (ISO/IEC 15444-1 A.6.1): 65535 layers, 33 levels, code blocks of 2^17, precincts of one sample.
    @Test(arguments: [(6, [0xFF, 0xFF]), (9, [33]), (10, [15, 15])] as [(Int, [UInt8])])
    func `survives an extreme coding style`(offset: Int, bytes: [UInt8]) throws {
        let style = try #require(stream.firstRange(of: [0xFF, 0x52])).lowerBound
        _ = try? picture([changed(style + offset, to: bytes)])
        // Scod announces precincts: one sample each, at each level.
        let levels = Int(stream[style + 9])
        var precincts = changed(style + 4, to: [stream[style + 4] | 1])
        precincts.insert(contentsOf: [UInt8](repeating: 0, count: levels + 1), at: style + 14)
        precincts[style + 3] += UInt8(levels + 1)
        #expect(throws: DICOMObjectError.self) { try picture([precincts]) }
    }

    @Test func `survives three hundred damaged streams with a picture or an error`() throws {
        var state: UInt64 = 1
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var refused = 0
        for round in 0..<300 {
            var damaged = stream
            // Half of them are damaged in the headers, where a byte has the most effect.
            for _ in 0...random(4) { damaged[random(round % 2 == 0 ? 200 : length)] = UInt8(random(256)) }
            do { _ = try picture([damaged]) } catch let error as DICOMObjectError {
                #expect(!error.description.isEmpty)
                refused += 1
            }
        }
        #expect(refused > 50)
    }
}
