import DICOMObject
import Foundation
import Imaging
import TestHarness
import Testing

@testable import Decoding

/// What a process for each study costs, for people to read: `swift test --filter DecoderCostTests`.
struct DecoderCostTests {
    private static let rounds = 20

    @Test func `the time of a study's image with and without a decoder process is printed`() throws {
        let xray = packageRoot.appending(path: "samples/xrays/thoraxd-0008-1.dcm").path
        let decoders = Decoders(DecoderSettings(), program: DecodersTests.program)
        var times: [String: [Duration]] = [:]
        let clock = ContinuousClock()
        for _ in 0..<Self.rounds {
            var here: GrayscaleImage?
            var there: GrayscaleImage?
            times["in this process", default: []].append(
                try clock.measure { here = try DICOMFile(path: xray).displayedImage().picture })
            times["start of a decoder", default: []].append(try clock.measure { try decoders.awaitReady() })
            times["by a decoder that waits", default: []].append(
                try clock.measure { there = try decoders.decoding { try $0.picture(of: xray).picture } })
            #expect(here == there)
        }
        for (what, durations) in times.sorted(by: { $0.key < $1.key }) {
            let sorted = durations.sorted().map { $0 / .milliseconds(1) }
            let (middle, worst) = (sorted[sorted.count / 2], sorted[sorted.count - 1])
            print("one image \(what): median \(Int(middle.rounded())) ms, at most \(Int(worst.rounded())) ms")
        }
    }
}
