import Testing

@testable import Imaging

struct TabledImageTests {
    private static let (rows, columns) = (37, 53)
    private static let values = (0..<rows * columns).map { UInt16(truncatingIfNeeded: $0 &* 2_654_435 % 4096) }
    private static let brightness = (0..<4096).map { Float($0 * $0) / Float(4095 * 4095) }

    private func shown(_ brightness: [Float], _ viewport: Viewport?, aspect: Double) -> EightBitImage? {
        Self.values.withUnsafeBufferPointer { values in
            TabledImage(rows: Self.rows, columns: Self.columns, values: values, brightness: brightness)
                .shown(aspect: aspect, in: viewport)
        }
    }

    private static var viewports: [Viewport?] {
        var part = Viewport(columns: 10, rows: 12, region: .init(left: 3.4, top: 5, width: 31, height: nil))
        part.isMirrored = true
        var turned = Viewport(columns: 100, rows: 100, region: .init(left: 0, top: 2, width: nil, height: 20))
        turned.isUpsideDown = true
        return [
            nil, Viewport(columns: 20, rows: 20), Viewport(columns: 53, rows: 20), Viewport(columns: 500, rows: 500),
            part, turned, Viewport(columns: 9, rows: 9, region: .init(left: 53, top: 0, width: 1, height: 1)),
        ]
    }

    @Test(arguments: [1, 0.5, 2])
    func `it is shown as the picture of the same brightness`(aspect: Double) {
        let image = GrayscaleImage(
            rows: Self.rows, columns: Self.columns, pixels: Self.values.map { Self.brightness[Int($0)] })
        for viewport in Self.viewports {
            #expect(
                shown(Self.brightness, viewport, aspect: aspect) == image.shown(aspect: aspect, in: viewport),
                "\(viewport as Any)")
        }
    }

    @Test func `values beyond the table are black`() throws {
        let picture = try #require(shown([1], nil, aspect: 1))
        #expect(zip(picture.pixels, Self.values).allSatisfy { $0 == ($1 == 0 ? 255 : 0) })
    }
}
