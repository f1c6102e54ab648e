import DICOMCore
import DICOMObject
import Foundation
import Imaging
import TestHarness
import Testing

@testable import Decoding

/// Frames as a decoder answers with them for windows that are asked for later.
struct DecodedValuesTests {
    private static let xray = packageRoot.appending(path: "samples/xrays/thoraxd-0004-1.dcm").path

    private func values(
        of path: String = xray, frame: Int = 1, _ program: String = DecodersTests.program
    ) throws -> DecodedValues? {
        try Decoders.once(DecoderSettings(), program: program) { try $0.values(of: path, frame: frame) }
    }

    private static func fieldFilms() throws -> [String] {
        let folder = packageRoot.appending(path: "Tests/DICOMObjectTests/Field").path
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".dcm") }
            .map { "\(folder)/\($0)" }
    }

    @Test func `every window of every field film is the picture that decoding it for that window gives`() throws {
        let windows = [
            nil, VOIWindow(center: 100, width: 50), VOIWindow(center: 1000, width: 1),
            VOIWindow(center: 500.5, width: 900.25, function: .linearExact),
            VOIWindow(center: 40, width: 80, function: .sigmoid),
        ]
        for path in try Self.fieldFilms() {
            guard let values = try? self.values(of: path) else { continue }
            for window in windows {
                let file = try DICOMFile(path: path)
                let expected = try #require(try file.displayedFrame(1, threads: 1, window: window))
                let image = try #require(values.image(Rendering(window: window)))
                let shown = try #require(expected.picture.shown(aspect: file.dataSet.pixelAspect))
                #expect(image.picture == shown, "\(path) \(window as Any)")
                #expect(image.notices == expected.transformation.notices, "\(path) \(window as Any)")
            }
        }
    }

    @Test func `what cannot be decoded is refused with the reason of the picture`() throws {
        for path in try Self.fieldFilms() {
            guard case .failure(let expected) = Result(catching: { try DICOMFile(path: path).displayedImage() }) else {
                continue
            }
            let error = #expect(throws: DICOMObjectError.self) { try values(of: path) }
            #expect(error == expected as? DICOMObjectError, "\(path)")
        }
    }

    @Test func `a part of it in another size is cut out of the kept values`() throws {
        let window = try #require(VOIWindow(center: 100, width: 50, function: .sigmoid))
        let viewport = Viewport(columns: 100, rows: 50, region: .init(left: 100, top: 200, width: 400, height: nil))
        let values = try #require(try values())
        let expected = try #require(try DICOMFile(path: Self.xray).displayedFrame(1, threads: 1, window: window))
        #expect(
            values.image(Rendering(window: window, viewport: viewport))?.picture
                == expected.picture.shown(aspect: 1, in: viewport))
        let outside = Viewport(columns: 10, rows: 10, region: .init(left: 5000, top: 0, width: nil, height: nil))
        #expect(values.image(Rendering(viewport: outside)) == nil)
    }

    @Test func `what was kept is read as the same, and nothing that is shorter or longer`() throws {
        let values = try #require(try values())
        #expect(DecodedValues(values.bytes) == values)
        for bytes in [[], [UInt8](repeating: 255, count: 100), Array(values.bytes.dropLast()), values.bytes + [0]] {
            #expect(DecodedValues(bytes) == nil)
        }
    }

    @Test func `a frame that is not there has no values`() throws { #expect(try values(frame: 2) == nil) }

    // Answers of a decoder that a hostile object has taken over.

    private func lie(_ changes: [String: Any] = [:], brightness: [Float] = [0, 1], more: Data = Data()) throws
        -> DecodedValues?
    {
        var head: [String: Any] = [
            "rows": 1, "columns": 2, "aspect": 1, "count": 2, "hasNumbers": false, "isInverted": false,
            "notices": [], "noticesOfWindow": [],
        ]
        head.merge(changes) { $1 }
        let answer = try JSONSerialization.data(withJSONObject: ["values": ["_0": head]])
        let body = brightness.withUnsafeBytes { Data($0) } + Data([1, 0, 9, 0]) + more
        return try withExtendedLifetime(Liar(answer: Liar.framed(answer) + body)) { try values($0.program) }
    }

    private func values(_ program: String) throws -> DecodedValues? { try values(of: Self.xray, frame: 1, program) }

    private func reason(_ lie: () throws -> DecodedValues?) -> String? {
        guard case .implausible(let reason) = #expect(throws: DecoderError.self, performing: { try lie() }) else {
            return nil
        }
        return reason
    }

    @Test func `a truthful answer of the same stand-in is accepted, and a value without an entry is black`() throws {
        #expect(try lie()?.image(Rendering())?.picture.pixels == [255, 0])
    }

    @Test func `sizes, tables and texts that no frame has are refused`() {
        for size in [["rows": 0], ["columns": 1 << 21], ["rows": 1 << 20, "columns": 1 << 20]] {
            #expect(reason { try lie(size) }?.hasPrefix("a picture of") == true)
        }
        for numbers in [["count": 0], ["count": 65537], ["aspect": 9]] {
            #expect(reason { try lie(numbers) } == "values of a frame with impossible numbers")
        }
        #expect(reason { try lie(["notices": ["a\u{1B}b"]]) } == "notices that are no short lines of ASCII")
        #expect(reason { try lie(["noticesOfWindow": ["\n"]]) } == "notices that are no short lines of ASCII")
        for brightness in [[0, 2], [-1, 0], [Float.nan, 0]] {
            #expect(reason { try lie(brightness: brightness) } == "pixels that are not between 0 and 1")
        }
        #expect(reason { try lie(more: Data([1])) } == "more than was asked")
    }
}
