import Foundation
import Imaging
import Testing

struct PreprocessingTests {
    private let recipe = Preprocessing(size: 32, clippedShare: 0.01)

    // A smooth structured picture of any size.
    private func picture(_ rows: Int, _ columns: Int, gain: Float = 1, offset: Float = 0) -> GrayscaleImage {
        var pixels: [Float] = []
        for row in 0..<rows {
            for column in 0..<columns {
                let y = Float(row) / Float(rows)
                let x = Float(column) / Float(columns)
                pixels.append((0.5 + 0.3 * sin(7 * x) * cos(5 * y)) * gain + offset)
            }
        }
        return GrayscaleImage(rows: rows, columns: columns, pixels: pixels)
    }

    @Test func `gives a square with mean 0 and deviation 1`() {
        let input = recipe.apply(picture(60, 90))
        #expect(input.count == 32 * 32)
        let mean = input.reduce(0, +) / Float(input.count)
        let variance = input.reduce(0) { $0 + $1 * $1 } / Float(input.count)
        #expect(abs(mean) < 1e-4)
        #expect(abs(variance - 1) < 1e-3)
    }

    @Test func `a large original and a small copy give nearly the same input`() {
        let large = recipe.apply(picture(900, 700))
        let small = recipe.apply(picture(900, 700).resized(rows: 128, columns: 128))
        let worst = zip(large, small).map { abs($0 - $1) }.max() ?? 9
        #expect(worst < 0.1, "differs by \(worst)")
    }

    @Test func `another window and a bright marker hardly change the input`() {
        let plain = recipe.apply(picture(256, 256))
        let windowed = recipe.apply(picture(256, 256, gain: 0.4, offset: 0.3))
        #expect(zip(plain, windowed).allSatisfy { abs($0 - $1) < 1e-3 })
        var pixels = picture(256, 256).pixels
        for row in 0..<16 { for column in 0..<16 { pixels[row * 256 + column] = 1 } }
        let marked = recipe.apply(GrayscaleImage(rows: 256, columns: 256, pixels: pixels))
        #expect(zip(plain, marked).dropFirst(3 * 32).allSatisfy { abs($0 - $1) < 0.1 })
    }

    @Test func `a picture without contrast gives zeros`() {
        let input = recipe.apply(GrayscaleImage(rows: 4, columns: 4, pixels: [Float](repeating: 0.7, count: 16)))
        #expect(input.allSatisfy { $0 == 0 })
    }

    @Test func `reports a recipe of another version`() throws {
        let json = Data(#"{"version": 3, "size": 32, "clippedShare": 0.01}"#.utf8)
        let other = try JSONDecoder().decode(Preprocessing.self, from: json)
        #expect(other.fault?.contains("version 3") == true)
        #expect(recipe.fault == nil)
        #expect(Preprocessing(imageNetSize: 224, channels: 2).fault?.contains("channels 2") == true)
    }

    @Test(arguments: [
        #"{"clippedShare":0.25,"size":32,"version":1}"#, #"{"channels":3,"size":224,"version":2}"#,
    ])
    func `each version keeps its own keys`(json: String) throws {
        let recipe = try JSONDecoder().decode(Preprocessing.self, from: Data(json.utf8))
        #expect(recipe.fault == nil)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(recipe), as: UTF8.self) == json)
    }

    @Test(arguments: [
        (90, 70, 16, UInt64(5_098_167_843_922_477_885)), (900, 1023, 128, 4_023_059_571_542_249_836),
        (50, 64, 128, 4_636_202_681_530_140_871),
    ])
    func `the first recipe's numbers never change`(rows: Int, columns: Int, size: Int, expected: UInt64) {
        // The output of the first release: its bundles were trained with exactly these bits.
        let input = Preprocessing(size: size, clippedShare: 0.01)
            .apply(ResizeEightBitTests.picture(rows: rows, columns: columns))
        let hash = input.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1.bitPattern)) &* 0x100_0000_01B3 }
        #expect(hash == expected)
    }
}
