import TestHarness
import Testing

@testable import Imaging

struct DifferencePlanesTests {
    @Test func `a value is coded as its difference from the left neighbour, in the first column from the one above`() {
        // 10, then +2, then below 10 -3, then +65535 or -1.
        #expect(DifferencePlanes.encode([10, 12, 7, 6], columns: 2) == [20, 4, 5, 1, 0, 0, 0, 0])
    }

    @Test func `low bytes come before high bytes, and differences wrap around`() {
        #expect(DifferencePlanes.encode([0, 65535, 0x8000], columns: 3) == [0, 1, 253, 0, 0, 255])
    }

    @Test(arguments: [1, 2, 7, 64, 1000])
    func `every picture is decoded to its values`(columns: Int) {
        var state: UInt64 = 7
        let values = (0..<columns * 9).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt16(truncatingIfNeeded: state >> 40)
        }
        let planes = DifferencePlanes.encode(values, columns: columns)
        #expect(DisplayFormula.values(ofPlanes: planes, width: columns) == values)
    }
}
