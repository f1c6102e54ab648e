import Testing

@testable import DICOMObject

struct VOITransformTests {
    @Test func `counts the values of a linear window`() {
        // PS3.3 C.11.2.1.2.1: c=2048, w=4096 maps 0 to black, 4095 to white.
        let voi = VOITransform.linear(center: 2048, width: 4096)
        #expect(voi(0) == 0 && voi(4095) == 1 && voi(4096) == 1)
        #expect(abs(voi(2047.5) - 0.5) < 1e-12)
        // c=2048, w=1: 2047 and below black, above white.
        let step = VOITransform.linear(center: 2048, width: 1)
        #expect(step(2047.5) == 0 && step(2048) == 1)
    }

    @Test func `measures the width of an exact window`() {
        // PS3.3 C.11.2.1.3.2: c=2048, w=1: 2047.5 black, 2048.5 white.
        let voi = VOITransform.linearExact(center: 2048, width: 1)
        #expect(voi(2047.5) == 0 && voi(2048) == 0.5 && voi(2048.5) == 1)
    }

    @Test func `applies a sigmoid window`() {
        let voi = VOITransform.sigmoid(center: 100, width: 40)
        #expect(voi(100) == 0.5)
        #expect(abs(voi(110) - 0.731_058_578_630_004_9) < 1e-12)
    }
}
