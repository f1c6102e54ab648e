import DICOMCore
import Testing

@testable import DICOMObject

struct VOITransformTests {
    private func transform(_ function: String?, center: String, width: String) throws -> VOITransform {
        var object = SyntheticObject(pixels: [0])
        object.set(0x0028, 0x1050, "DS", text: center)
        object.set(0x0028, 0x1051, "DS", text: width)
        if let function { object.set(0x0028, 0x1056, "CS", text: function) }
        return try object.read { try VOITransform($0.dataSet, signed: false, occurring: 10...20) }
    }

    @Test func `counts the values of a linear window`() throws {
        // PS3.3 C.11.2.1.2.1: c=2048, w=4096 maps 0 to black, 4095 to white.
        let voi = try transform(nil, center: "2048", width: "4096")
        #expect(voi(0) == 0 && voi(4095) == 1 && voi(4096) == 1)
        #expect(abs(voi(2047.5) - 0.5) < 1e-12)
        // c=2048, w=1: 2047 and below black, above white.
        let step = try transform("LINEAR", center: "2048", width: "1")
        #expect(step(2047.5) == 0 && step(2048) == 1)
    }

    @Test func `measures the width of an exact window`() throws {
        // PS3.3 C.11.2.1.3.2: c=2048, w=1: 2047.5 black, 2048.5 white.
        let voi = try transform("LINEAR_EXACT", center: "2048", width: "1")
        #expect(voi(2047.5) == 0 && voi(2048) == 0.5 && voi(2048.5) == 1)
    }

    @Test func `applies a sigmoid window`() throws {
        let voi = try transform("SIGMOID", center: "100", width: "40")
        #expect(voi(100) == 0.5)
        #expect(abs(voi(110) - 0.731_058_578_630_004_9) < 1e-12)
    }

    @Test func `uses the first of several windows`() throws {
        let voi = try transform(nil, center: "50\\900", width: "101\\20")
        #expect(abs(voi(49.5) - 0.5) < 1e-12)
    }

    @Test(arguments: ["0", "-5", "0.5", ""])
    func `ignores a window of width zero`(width: String) throws {
        let voi = try transform(nil, center: "50", width: width)
        #expect(voi(10) == 0 && voi(15) == 0.5 && voi(20) == 1)
    }

    @Test func `prefers a table to a window`() throws {
        var table = SyntheticObject.empty
        table.set(0x0028, 0x3002, "US", words: [3, 10, 8])
        table.set(0x0028, 0x3006, "OW", words: [0, 51, 255])
        var object = SyntheticObject(pixels: [0])
        object.set(0x0028, 0x1050, "DS", text: "2048")
        object.set(0x0028, 0x1051, "DS", text: "4096")
        object.set(0x0028, 0x3010, item: table)
        let voi = try object.read { try VOITransform($0.dataSet, signed: false, occurring: 0...1) }
        #expect(voi(-3) == 0 && voi(11) == 0.2 && voi(12) == 1 && voi(400) == 1)
    }
}
