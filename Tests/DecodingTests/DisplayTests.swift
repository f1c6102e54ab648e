import DICOMObject
import Foundation
import Imaging
import TestHarness
import Testing

@testable import Decoding

/// Frames as a decoder answers with them for a viewer that applies the window itself.
struct DisplayTests {
    private static let xray = packageRoot.appending(path: "samples/xrays/thoraxd-0004-1.dcm").path

    /// Asks a decoder; nil if it answers that there is no such frame.
    private func display(
        _ program: String = DecodersTests.program, frame: Int = 1
    ) throws -> (pictures: DisplayPictures, planes: [UInt8])? {
        var pictures: DisplayPictures?
        var planes: [UInt8] = []
        let isThere = try Decoders.once(DecoderSettings(), program: program) { decoder in
            try decoder.display(of: Self.xray, frame: frame) {
                pictures = $0
            } piece: {
                planes += Array($0)
            }
        }
        return isThere ? (try #require(pictures), planes) : nil
    }

    @Test func `values, description and pictures come as they are`() throws {
        let (pictures, planes) = try #require(try display())
        let form = try #require(try DICOMFile(path: Self.xray).displayForm(threads: 1))
        #expect(pictures.description == form.description)
        #expect(DisplayFormula.values(ofPlanes: planes, width: pictures.description.width) == form.values)
        #expect(pictures.preview == form.picture.shown(aspect: 1, in: Viewport(columns: 1024, rows: 1024)))
        #expect(pictures.thumbnail == form.picture.shown(aspect: 1, in: Viewport(columns: 256, rows: 256)))
        #expect(try display(frame: 2) == nil)
    }

    // Answers of a decoder that a hostile object has taken over.

    /// The description of a real film, with some members changed.
    private func description(_ changes: [String: Any] = [:], without key: String? = nil) throws -> String {
        let real = try #require(try DICOMFile(path: Self.xray).displayForm(threads: 1)).description
        var facts = try #require(
            try JSONSerialization.jsonObject(with: JSONEncoder().encode(real)) as? [String: Any])
        facts.merge(["width": 2, "height": 1]) { $1 }
        facts.merge(changes) { $1 }
        if let key { facts[key] = nil }
        return String(decoding: try JSONSerialization.data(withJSONObject: facts), as: UTF8.self)
    }

    private func lie(
        _ description: String, preview: (Int, Int) = (1, 2), thumbnail: (Int, Int) = (1, 1),
        bytes: [UInt8] = [0, 255, 7, 1, 2, 3, 4]
    ) throws -> (pictures: DisplayPictures, planes: [UInt8])? {
        let head =
            #"{"display":{"_0":\#(description),"preview":{"rows":\#(preview.0),"columns":\#(preview.1)},"#
            + #""thumbnail":{"rows":\#(thumbnail.0),"columns":\#(thumbnail.1)}}}"#
        return try withExtendedLifetime(Liar(answer: Liar.framed(Data(head.utf8)) + Data(bytes))) {
            try display($0.program)
        }
    }

    private func reason(_ changes: [String: Any], without key: String? = nil) throws -> String? {
        let description = try description(changes, without: key)
        guard case .implausible(let reason) = #expect(throws: DecoderError.self, performing: { try lie(description) })
        else { return nil }
        return reason
    }

    @Test func `a truthful answer of the same stand-in is accepted`() throws {
        let (pictures, planes) = try #require(try lie(try description()))
        #expect(pictures.preview.pixels == [0, 255] && pictures.thumbnail.pixels == [7] && planes == [1, 2, 3, 4])
    }

    @Test func `sizes are refused before memory is allocated for them`() throws {
        #expect(try reason(["width": 1 << 20, "height": 1 << 20])?.hasPrefix("a picture of") == true)
        #expect(try reason(["width": 0])?.hasPrefix("a picture of") == true)
        let description = try description()
        for size in [(1025, 1), (1, 1025), (0, 1), (-1, -1), (Int.max, 2)] {
            #expect(throws: DecoderError.self) { try lie(description, preview: size) }
        }
        #expect(throws: DecoderError.implausible(reason: "a picture of more than 256 rows or columns")) {
            try lie(description, thumbnail: (257, 1))
        }
        #expect(throws: DecoderError.implausible(reason: "more than was asked")) {
            try lie(description, bytes: [0, 255, 7, 1, 2, 3, 4, 5])
        }
        #expect(throws: DecoderError.ended(how: "exit code 0")) { try lie(description, bytes: [0, 255, 7, 1]) }
    }

    @Test func `numbers that no image has are refused`() throws {
        let numbers: [[String: Any]] = [
            ["minimum": -1], ["maximum": 65536], ["minimum": 9, "maximum": 8], ["aspect": 0], ["aspect": 100],
            ["frames": 0], ["padding": [1]], ["padding": [2, 1]], ["padding": [0, 65536]], ["ratio": -1],
            ["spacing": ["row": 0, "column": 1, "kind": "stated"]],
        ]
        for number in numbers {
            #expect(try reason(number) == "a display form with impossible numbers", "\(number)")
        }
        #expect(try reason([:], without: "slope")?.hasSuffix("bytes that are no answer") == true)
    }

    @Test func `impossible VOI transformations are refused`() throws {
        let range: [String: Any] = ["function": "range", "low": 0, "high": 1]
        let table: (Int) -> [String: Any] = { count in
            ["function": "table", "first": 0, "maximum": 1, "entries": Data(count: count).base64EncodedString()]
        }
        let presets: [[[String: Any]]] = [
            [], [["function": "linear", "center": 1]], [["function": "linear", "center": 1, "width": 0]],
            [["function": "range", "low": 0]], [table(0)], [table(3)], [table(2 * 65536 + 2)],
            [range.merging(["name": "a\u{1B}b"]) { $1 }],
            [range.merging(["name": String(repeating: "x", count: 65)]) { $1 }],
            Array(repeating: range, count: 34),
        ]
        for voi in presets {
            #expect(
                try reason(["voi": voi, "shown": 0]) == "a display form with impossible VOI transformations",
                "\(voi.count)")
        }
        #expect(try reason(["voi": [range], "shown": 1]) == "a display form with impossible VOI transformations")
        #expect(try reason(["voi": [range], "shown": -1]) == "a display form with impossible VOI transformations")
    }

    @Test func `overlong texts and control characters are refused`() throws {
        #expect(try reason(["view": "a\nb"]) == "a display form with implausible texts")
        #expect(
            try reason(["laterality": String(repeating: "L", count: 65)]) == "a display form with implausible texts")
        #expect(try reason(["orientation": ["L", "F", "P"]]) == "a display form with implausible texts")
        #expect(try reason(["applied": "a\u{1B}[31m"]) == "notices that are no short lines of ASCII")
    }
}
