import Crypto
import DICOMCore
import Foundation
import Imaging
import TestHarness
import Testing

@testable import DICOMObject

/// Every transfer syntax × bit depth × sign × width against pydicom, and every coding under other headers, labels and
/// fragments: the output of `Tests/References/DICOMObject/matrix.py`.
@Suite(.timeLimit(.minutes(10)))
struct CodingMatrixTests {
    private struct Case: Decodable {
        let name: String
        let offset: Int
        let length: Int
        /// Whether something is not as the standard wants it, which a notice must say; `nil` if a lossy coding may have left
        /// the range of the stored bits.
        let odd: Bool?
        /// SHA-256 of the numbers, 32-bit little endian; `nil` for colour.
        let numbers: String?
        /// Luminance of a colour frame.
        let luminance: [Float]?
    }

    private let cases: [Case]
    private let objects: Data

    init() throws {
        let folder = packageRoot.appending(path: "Tests/References/DICOMObject/matrix")
        cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: folder.appending(path: "cases.json")))
        objects = try Data(contentsOf: folder.appending(path: "objects"))
    }

    private func frame(_ named: Case, in folder: URL) throws -> DecodedFrame {
        let url = folder.appending(path: "object.dcm")
        try objects[named.offset..<named.offset + named.length].write(to: url)
        let file = try DICOMFile(path: url.path)
        return try DecodedFrame(file, layout: PixelLayout(file.dataSet), threads: 1)
    }

    @Test func `decodes each combination to the numbers that pydicom decodes`() throws {
        #expect(cases.count > 800)
        var differing: [String] = []
        try TestFiles.withFolder { folder in
            for named in cases where named.numbers != nil {
                do {
                    let frame = try frame(named, in: folder)
                    let numbers = frame.samples.map { Int32(frame.layout.number(storedValue: Int($0))) }
                    let hash = numbers.withUnsafeBytes { SHA256.hash(data: $0) }
                    if hash.map({ String(format: "%02x", $0) }).joined() != named.numbers {
                        differing.append(named.name)
                    }
                } catch {
                    differing.append("\(named.name): \(error)")
                }
            }
        }
        #expect(differing.isEmpty, "\(differing.count) of \(cases.count):\n\(differing.joined(separator: "\n"))")
    }

    @Test func `uncompresses each combination to the numbers that pydicom decodes, but for embedded overlays`() throws {
        var differing: [String] = []
        let overlays = cases.filter { $0.name.contains("an overlay above") }.map(\.name)
        #expect(overlays.count == 5)
        try TestFiles.withFolder { folder in
            let url = folder.appending(path: "object.dcm")
            for named in cases where named.numbers != nil {
                do {
                    try objects[named.offset..<named.offset + named.length].write(to: url)
                    let frame = try UncompressedImage(DICOMFile(path: url.path)).frame(0, threads: 1)
                    let hash = frame.numbers.withUnsafeBytes { SHA256.hash(data: $0) }
                    if hash.map({ String(format: "%02x", $0) }).joined() != named.numbers
                        || frame.description.fault != nil
                    {
                        differing.append("\(named.name): \(frame.description)")
                    }
                } catch DICOMObjectError.unsupportedPixels where overlays.contains(named.name) {
                    continue
                } catch {
                    differing.append("\(named.name): \(error)")
                }
            }
        }
        #expect(differing.isEmpty, "\(differing.count) of \(cases.count):\n\(differing.joined(separator: "\n"))")
    }

    @Test func `uncompresses both frames of an image, whatever says where the second begins`() throws {
        let two = cases.filter { $0.name.contains("first of two") }
        #expect(two.count >= 20)
        try TestFiles.withFolder { folder in
            let url = folder.appending(path: "object.dcm")
            for named in two {
                try objects[named.offset..<named.offset + named.length].write(to: url)
                let image = try UncompressedImage(DICOMFile(path: url.path))
                #expect(image.frameCount == 2)
                let frames = try (0..<2).map { try image.frame($0, threads: 1) }
                #expect(frames[0].description == frames[1].description)
                // The second one is the first one upside down.
                let columns = frames[0].description.columns
                let rows = stride(from: 0, to: frames[0].numbers.count, by: columns).map {
                    Array(frames[0].numbers[$0..<$0 + columns])
                }
                #expect(frames[1].numbers == Array(rows.reversed().joined()), "\(named.name)")
            }
        }
    }

    @Test func `takes colour for what it is, whatever it is named`() throws {
        try TestFiles.withFolder { folder in
            for named in cases {
                guard let expected = named.luminance else { continue }
                let url = folder.appending(path: "object.dcm")
                try objects[named.offset..<named.offset + named.length].write(to: url)
                let pixels = try DICOMFile(path: url.path).grayscaleImage(threads: 1).pixels
                try #require(pixels.count == expected.count, "\(named.name)")
                let worst = zip(pixels, expected).map { abs($0 - $1) }.max() ?? 1
                #expect(worst < 0.03, "\(named.name): \(worst)")
            }
        }
    }

    @Test func `says of each object that is not as it should be what was resolved, and nothing of the others`() throws {
        var wrong: [String] = []
        try TestFiles.withFolder { folder in
            for named in cases {
                guard let odd = named.odd, let frame = try? frame(named, in: folder) else { continue }
                let layout = try PixelLayout(DICOMFile(path: folder.appending(path: "object.dcm").path).dataSet)
                // The layout's own notices also say which of several frames was taken.
                if odd ? (layout.notices + frame.notices).isEmpty : !frame.notices.isEmpty {
                    wrong.append("\(named.name): \(frame.notices)")
                }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.count) of \(cases.count):\n\(wrong.joined(separator: "\n"))")
    }

    @Test func `survives a thousand damaged objects of every coding with a picture or an error`() throws {
        var state: UInt64 = 7
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var refused = 0
        try TestFiles.withFolder { folder in
            let url = folder.appending(path: "object.dcm")
            for round in 0..<1000 {
                let named = cases[random(cases.count)]
                var bytes = [UInt8](objects[named.offset..<named.offset + named.length])
                let pixels = try #require(
                    bytes.firstRange(of: [0xE0, 0x7F, 0x10, 0x00])?.upperBound ?? bytes.indices.last)
                // Half of them are damaged where the items and the code stream begin.
                for _ in 0...random(4) {
                    let reach = round % 2 == 0 ? min(120, bytes.count - pixels) : bytes.count - pixels
                    bytes[pixels + random(reach)] = UInt8(random(256))
                }
                try Data(bytes).write(to: url)
                do { _ = try DICOMFile(path: url.path).grayscaleImage(threads: 1) } catch let error as DICOMObjectError
                {
                    #expect(!error.description.isEmpty)
                    refused += 1
                }
            }
        }
        #expect(refused > 200)
    }
}

extension UncompressedImage.Frame {
    /// What the bytes say to a receiver that goes by the description.
    fileprivate var numbers: [Int32] {
        if description.bitsAllocated == 8 {
            return bytes.map { description.isSigned ? Int32(Int8(bitPattern: $0)) : Int32($0) }
        }
        return stride(from: 0, to: bytes.count, by: 2).map { place in
            let word = UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
            return description.isSigned ? Int32(Int16(bitPattern: word)) : Int32(word)
        }
    }
}
