import DICOMObject
import Foundation
import Imaging
import OperatorErrors
import TestHarness
import Testing

@testable import Decoding

/// What a decoder that an object has taken over can make of its parent: an error that costs the study an attempt.
struct LyingDecoderTests {
    private static let xray = packageRoot.appending(path: "samples/xrays/thoraxd-0008-1.dcm").path
    private static let pixels: [Float] = [0, 0.25, 0.5, 1]

    /// Asks a liar for a picture.
    private func lie(
        _ answer: Data, first: Data? = nil, stays: Bool = false, settings: DecoderSettings = DecoderSettings()
    ) throws -> DisplayedImage {
        let liar = try Liar(first: first, answer: answer, stays: stays)
        return try Decoders(settings, program: liar.program).decoding { try $0.picture(of: Self.xray) }
    }

    private func reason(_ answer: Data, stays: Bool = false) -> String? {
        guard
            case .implausible(let reason) = #expect(
                throws: DecoderError.self,
                performing: {
                    try lie(answer, stays: stays)
                })
        else { return nil }
        return reason
    }

    @Test func `a truthful answer of the same stand-in is taken`() throws {
        let displayed = try lie(try Liar.picture(2, 2, pixels: Self.pixels))
        #expect(displayed.picture.pixels == Self.pixels && displayed.picture.rows == 2)
    }

    @Test(arguments: [
        (0, 4), (-2, -2), (1 << 21, 1), (1, 1 << 21), (1 << 20, 1 << 20), (Int.max, Int.max), (10_000, 10_001),
    ])
    func `a picture of an impossible size is refused before there is memory for it`(rows: Int, columns: Int) throws {
        #expect(reason(try Liar.picture(rows, columns), stays: true) == "a picture of \(rows) x \(columns) pixels")
    }

    @Test func `a picture that is larger than what follows is refused at the end of the process`() throws {
        let answer = try Liar.picture(1000, 1000, pixels: Self.pixels)
        #expect(throws: DecoderError.ended(how: "exit code 0")) { try lie(answer) }
    }

    @Test func `a picture that is larger than what follows is waited for as long as a study may take`() throws {
        let answer = try Liar.picture(1000, 1000, pixels: Self.pixels)
        #expect(throws: DecoderError.tookTooLong(seconds: 1)) {
            try lie(answer, stays: true, settings: DecoderSettings(wallSeconds: 1))
        }
    }

    @Test func `more pixels than were announced are refused, and none is read beyond the picture`() throws {
        #expect(reason(try Liar.picture(2, 2, pixels: Self.pixels + Self.pixels)) == "more than was asked")
        let endless = try Liar.picture(2, 2, pixels: [Float](repeating: 1, count: 4 << 20))
        #expect(reason(endless, stays: true) == "more than was asked")
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity, -0.5, 1.5, .greatestFiniteMagnitude])
    func `a pixel outside of 0 to 1 is refused`(pixel: Float) throws {
        let answer = try Liar.picture(2, 2, pixels: [0, 1, pixel, 0])
        #expect(reason(answer) == "pixels that are not between 0 and 1")
    }

    @Test(arguments: [(1 << 20) + 1, 1 << 30, Int(UInt32.max)])
    func `a head that is too long is refused before there is memory for it`(count: Int) {
        #expect(reason(Liar.framed(Data(), saying: count), stays: true) == "a head of \(count) bytes")
    }

    @Test func `what is no answer is refused`() throws {
        #expect(reason(Liar.framed(Data())) == "0 bytes that are no answer")
        let nested = Data(repeating: UInt8(ascii: "["), count: 1 << 20)
        #expect(reason(Liar.framed(nested)) == "1048576 bytes that are no answer")
        var state: UInt64 = 13
        let noise = (0..<4096).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
        #expect(reason(Liar.framed(Data(noise))) == "4096 bytes that are no answer")
        #expect(reason(try Liar.head(.trial([]))) == "no picture")
    }

    @Test func `texts for people are short and plain`() throws {
        let long = String(repeating: "x", count: 3000)
        let refusal = "notices that are no short lines of ASCII"
        #expect(reason(try Liar.picture(2, 2, pixels: Self.pixels, notices: [long])) == refusal)
        #expect(reason(try Liar.picture(2, 2, pixels: Self.pixels, applied: "a\u{1B}[31m")) == refusal)
        let many = [String](repeating: "x", count: 201)
        #expect(reason(try Liar.picture(2, 2, pixels: Self.pixels, notices: many)) == "201 notices")
        for text in [long, "a\u{1B}]0;root\u{7}", "a\nb", "\u{202E}cba"] {
            let error = reason(try Liar.head(.failed(.unreadable(reason: text))))
            #expect(error == "an error that is no short line of ASCII")
        }
    }

    @Test func `an error that would cost no attempt is not one of an object`() throws {
        #expect(reason(try Liar.head(.failed(.notWritten(reason: "disk")))) == "an error of writing")
    }

    @Test func `a report with more text than a report may have is refused`() throws {
        let text = String(repeating: "x", count: (1 << 20) + 1)
        let report =
            #"{"report":{"_0":{"isSigned":true,"observers":[],"predecessors":[],"evidence":[],"#
            + #""text":{"findings":["\#(text)"],"impression":[],"items":1,"bytes":1}}}}"#
        let liar = try Liar(answer: Liar.framed(Data(report.utf8)))
        #expect(throws: DecoderError.implausible(reason: "a text of \((1 << 20) + 1) bytes")) {
            try Decoders(DecoderSettings(), program: liar.program).decoding { try $0.report(of: Self.xray) }
        }
    }

    @Test func `a process that ends without a word, or never says one, is an attempt of its study`() throws {
        #expect(throws: DecoderError.ended(how: "exit code 0")) { try lie(Data()) }
        let error = #expect(throws: DecoderError.self) {
            try lie(Data(), stays: true, settings: DecoderSettings(wallSeconds: 1))
        }
        #expect(error == .tookTooLong(seconds: 1) && error?.fault.retry == .counted)
    }

    @Test func `a process whose first word is none is no decoder, and no study's fault`() throws {
        let error = #expect(throws: DecoderError.self) { try lie(Data(), first: Liar.framed(Data("ready".utf8))) }
        #expect(error?.fault.retry == .uncounted)
        #expect(error?.description.contains("5 bytes that are no answer") == true)
    }
}
