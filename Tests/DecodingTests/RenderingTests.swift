import DICOMCore
import DICOMObject
import Foundation
import Imaging
import TestHarness
import Testing

@testable import Decoding

/// Images as a decoder renders them for web clients.
struct RenderingTests {
    private static let xray = packageRoot.appending(path: "samples/xrays/thoraxd-0004-1.dcm").path

    private func rendered(_ path: String, _ rendering: Rendering = Rendering()) throws -> RenderedImage? {
        try Decoders.once(DecoderSettings(), program: DecodersTests.program) {
            try $0.rendering(of: path, rendering)
        }
    }

    @Test func `every field film is rendered as the reporter shows it, or refused with its reason`() throws {
        let folder = packageRoot.appending(path: "Tests/DICOMObjectTests/Field").path
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".dcm") }
        #expect(files.count == 35)
        for file in files.map({ "\(folder)/\($0)" }) {
            let expected = Result { try DICOMFile(path: file).displayedImage() }
            let rendered = Result { try self.rendered(file) }
            switch (expected, rendered) {
            case (.success(let expected), .success(let rendered?)):
                #expect(rendered.picture == EightBitImage(expected.picture), "\(file)")
                #expect(rendered.notices == expected.transformation.notices)
            case (.failure(let expected), .failure(let rendered)):
                #expect(rendered as? DICOMObjectError == expected as? DICOMObjectError, "\(file)")
            default: Issue.record("\(file): \(expected) and \(rendered)")
            }
        }
    }

    @Test func `a viewport and a window reach the decoder`() throws {
        let window = try #require(VOIWindow(center: 100, width: 50, function: .sigmoid))
        var viewport = Viewport(columns: 100, rows: 50, region: .init(left: 100, top: 200, width: 400, height: nil))
        viewport.isMirrored = true
        let image = try #require(try rendered(Self.xray, Rendering(window: window, viewport: viewport)))
        let expected = try #require(try DICOMFile(path: Self.xray).displayedFrame(1, threads: 1, window: window))
            .picture
        #expect(image.picture == expected.shown(aspect: 1, in: viewport))
    }

    @Test func `what is not there is no picture`() throws {
        var rendering = Rendering()
        rendering.frame = 2
        #expect(try rendered(Self.xray, rendering) == nil)
        let outside = Viewport(columns: 10, rows: 10, region: .init(left: 5000, top: 0, width: nil, height: nil))
        #expect(try rendered(Self.xray, Rendering(viewport: outside)) == nil)
    }

    @Test func `a process that was started for one piece of work ends with it`() throws {
        let process = try Decoders.once(DecoderSettings(), program: DecodersTests.program) { $0.processID }
        #expect(kill(process, 0) != 0)
    }

    // What a decoder that an object has taken over may not say.

    private func lie(
        _ answer: DecoderAnswer, shades: [UInt8] = [], _ rendering: Rendering = Rendering(), stays: Bool = false
    ) throws -> RenderedImage? {
        let liar = try Liar(answer: try Liar.head(answer) + Data(shades), stays: stays)
        return try Decoders.once(DecoderSettings(), program: liar.program) {
            try $0.rendering(of: Self.xray, rendering)
        }
    }

    @Test func `a truthful answer of the same stand-in is taken`() throws {
        let answer = DecoderAnswer.rendering(rows: 1, columns: 2, notices: [])
        #expect(try lie(answer, shades: [0, 255])?.picture.pixels == [0, 255])
    }

    @Test(arguments: [(0, 4), (-2, -2), (1 << 21, 1), (1 << 20, 1 << 20), (Int.max, Int.max)])
    func `a rendering of an impossible size is refused before there is memory for it`(rows: Int, columns: Int) {
        #expect(throws: DecoderError.implausible(reason: "a picture of \(rows) x \(columns) pixels")) {
            try lie(.rendering(rows: rows, columns: columns, notices: []), stays: true)
        }
    }

    @Test func `a rendering beyond its viewport, with more bytes, or with texts that are not plain, is refused`() {
        let viewport = Rendering(viewport: Viewport(columns: 2, rows: 1))
        #expect(throws: DecoderError.implausible(reason: "more pixels than the viewport has")) {
            try lie(.rendering(rows: 2, columns: 2, notices: []), shades: [0, 1, 2, 3], viewport)
        }
        #expect(throws: DecoderError.implausible(reason: "more than was asked")) {
            try lie(.rendering(rows: 1, columns: 2, notices: []), shades: [0, 1, 2])
        }
        #expect(throws: DecoderError.implausible(reason: "notices that are no short lines of ASCII")) {
            try lie(.rendering(rows: 1, columns: 1, notices: ["\u{1B}[31m"]), shades: [0])
        }
        #expect(throws: DecoderError.implausible(reason: "no rendering")) { try lie(.trial([])) }
    }
}
