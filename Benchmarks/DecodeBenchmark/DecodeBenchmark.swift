import DICOMObject
import Foundation
import Imaging

/// The Swift side of decode.sh: for each line "THREADS PATH" it opens, decodes and windows that file, and prints the
/// milliseconds and the mean brightness.
@main struct DecodeBenchmark {
    static func main() throws {
        let clock = ContinuousClock()
        while let line = readLine() {
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            guard words.count == 2, let threads = Int(words[0]) else { throw CocoaError(.fileReadUnknown) }
            var image: GrayscaleImage?
            let time = try clock.measure { image = try DICOMFile(path: words[1]).grayscaleImage(threads: threads) }
            let pixels = image?.pixels ?? []
            let mean = pixels.reduce(0.0) { $0 + Double($1) } / Double(max(pixels.count, 1))
            FileHandle.standardOutput.write(Data("\(time / .milliseconds(1)) \(mean)\n".utf8))
        }
    }
}
