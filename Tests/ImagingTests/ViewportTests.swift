import Foundation
import Testing

@testable import Imaging

struct ViewportTests {
    /// 4 columns and 2 rows, each pixel another shade.
    private static let image = GrayscaleImage(rows: 2, columns: 4, pixels: (0..<8).map { Float($0 * 20) / 255 })

    @Test func `without a viewport the picture is as it is`() {
        #expect(Self.image.shown(aspect: 1)?.pixels == (0..<8).map { $0 * 20 })
    }

    @Test func `pixels become square`() throws {
        let tall = try #require(Self.image.shown(aspect: 2))
        #expect(tall.rows == 4 && tall.columns == 4)
        let fitted = try #require(Self.image.shown(aspect: 2, in: Viewport(columns: 2, rows: 100)))
        #expect(fitted.rows == 2 && fitted.columns == 2)
    }

    @Test func `a part is cut out at whole pixels, and may be turned`() throws {
        var viewport = Viewport(columns: 9, rows: 9, region: .init(left: 1, top: 1, width: 2, height: nil))
        #expect(Self.image.shown(aspect: 1, in: viewport)?.pixels == [100, 120])
        viewport.isMirrored = true
        #expect(Self.image.shown(aspect: 1, in: viewport)?.pixels == [120, 100])
        viewport.region = .init(left: 3.5, top: 0, width: 100, height: 2)
        viewport.isUpsideDown = true
        #expect(Self.image.shown(aspect: 1, in: viewport)?.pixels == [140, 60])
    }

    @Test(arguments: [(4.0, 1.0), (0, 0), (-1, 2), (.nan, 1), (0, .nan), (.infinity, 1), (1e300, 1e300)])
    func `a part without a pixel gives no picture`(left: Double, width: Double) {
        let viewport = Viewport(columns: 9, rows: 9, region: .init(left: left, top: 0, width: width, height: nil))
        #expect(Self.image.shown(aspect: 1, in: viewport) == nil)
    }

    @Test(arguments: [EightBitImage.Encoding.png, .jpeg(quality: 100)])
    func `an encoded picture is read as the same`(encoding: EightBitImage.Encoding) throws {
        let picture = EightBitImage(
            rows: 50, columns: 33, pixels: (0..<50 * 33).map { UInt8(truncatingIfNeeded: $0 / 33 * 3 + $0 % 33) })
        let file = FileManager.default.temporaryDirectory.appending(path: "encoded-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(try picture.encoded(encoding)).write(to: file)
        let read = EightBitImage(try PictureFile.read(path: file.path))
        #expect(read.rows == 50 && read.columns == 33)
        let difference = zip(read.pixels, picture.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 255
        #expect(encoding == .png ? difference == 0 : difference <= 3)
    }

    @Test func `a picture that JPEG cannot have is an error`() {
        let picture = EightBitImage(rows: 70_000, columns: 1, pixels: [UInt8](repeating: 0, count: 70_000))
        #expect(throws: ImagingError.self) { try picture.encoded(.jpeg(quality: 90)) }
        #expect(throws: Never.self) { try picture.encoded(.png) }
    }
}
