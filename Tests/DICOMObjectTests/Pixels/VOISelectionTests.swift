import Testing

@testable import DICOMObject

struct VOISelectionTests {
    /// 1000 values with one pixel each, between a border that is black and one pixel that is the brightest.
    private let film = FilmValues(
        values: (0...1000).map {
            FilmValues.Value(storedValue: $0, number: Double($0), count: $0 == 0 ? 9000 : 1)
        })

    private func select(
        center: String? = nil, width: String? = nil, function: String? = nil, tables: [SyntheticObject] = []
    ) throws -> (voi: VOISelection, notices: [String]) {
        var object = SyntheticObject(pixels: [0])
        if let center { object.set(0x0028, 0x1050, "DS", text: center) }
        if let width { object.set(0x0028, 0x1051, "DS", text: width) }
        if let function { object.set(0x0028, 0x1056, "CS", text: function) }
        if !tables.isEmpty { object.set(0x0028, 0x3010, items: tables) }
        return try object.read { file in
            var attributes = DisplayAttributes(file.dataSet)
            let voi = VOISelection(&attributes, signed: false, film: film, range: 0...1000)
            return (voi, attributes.notices)
        }
    }

    private func table(_ entries: [UInt16]) -> SyntheticObject {
        var table = SyntheticObject.empty
        table.set(0x0028, 0x3002, "US", words: [UInt16(entries.count), 0, 16])
        table.set(0x0028, 0x3006, "OW", words: entries)
        return table
    }

    @Test func `uses the range without a table or a window`() throws {
        let (voi, notices) = try select()
        #expect(voi.applied == "range of the values, 0 to 1000" && notices.isEmpty && voi.transform(500) == 0.5)
    }

    @Test func `uses the first of several windows`() throws {
        let (voi, notices) = try select(center: "500\\900", width: "1001\\200")
        #expect(voi.applied == "window 1 (center 500, width 1001)" && notices.isEmpty)
        #expect(abs(voi.transform(499.5) - 0.5) < 1e-12)
    }

    @Test func `names the function of a window`() throws {
        #expect(
            try select(center: "500.5", width: "200", function: "SIGMOID").voi.applied
                == "window 1 (SIGMOID, center 500.5, width 200)")
        #expect(
            try select(center: "500", width: "900", function: "LINEAR_EXACT").voi.applied
                == "window 1 (LINEAR_EXACT, center 500, width 900)")
    }

    @Test func `prefers a table to a window`() throws {
        let (voi, notices) = try select(
            center: "500", width: "1000", tables: [table((0...1000).map { UInt16($0 * 65) })])
        #expect(voi.applied == "VOI LUT 1" && notices.isEmpty && voi.transform(0) == 0)
    }

    @Test func `takes the next table and then the next window`() throws {
        let good = table((0...1000).map { UInt16($0 * 65) })
        let second = try select(tables: [.empty, good])
        #expect(second.voi.applied == "VOI LUT 2")
        #expect(second.notices == ["VOI LUT 1 was passed over: LUT Descriptor (0028,3002) is missing."])
        let windows = try select(center: "0\\x\\500", width: "1\\2\\1000", tables: [.empty])
        #expect(windows.voi.applied == "window 3 (center 500, width 1000)")
        #expect(windows.notices.count == 3)
        #expect(windows.notices[2].contains("Window Center (0028,1050) is \"0\\x\\500\""))
    }

    @Test(arguments: [
        ("500", "0"), ("500", "-5"), ("500", "0.5"), ("500", ""), ("", "500"), ("0", "1"), ("60000", "100"),
        ("-5000", "100"), ("64", "128"), ("x", "500"),
    ])
    func `uses the range if the window cannot be meant, and says so`(center: String, width: String) throws {
        let (voi, notices) = try select(center: center, width: width)
        #expect(voi.applied == "range of the values, 0 to 1000" && notices.count == 1)
        #expect(notices.allSatisfy { $0.contains("passed over") })
    }

    @Test(arguments: ["LINEAR", "LINEAR_EXACT", "SIGMOID"])
    func `looks at the result of every function`(function: String) throws {
        #expect(try select(center: "60000", width: "100", function: function).voi.applied.hasPrefix("range"))
    }

    /// The border is nine tenths of the film; the window shows three fifths of what is not border.
    @Test func `keeps a window of high contrast on a film with a large border`() throws {
        let (voi, notices) = try select(center: "600", width: "600")
        #expect(voi.applied == "window 1 (center 600, width 600)" && notices.isEmpty)
    }

    @Test func `wants more of a substitute than of a first choice`() throws {
        #expect(try select(center: "500", width: "600").voi.applied.hasPrefix("window 1"))
        let (voi, notices) = try select(center: "500", width: "600", tables: [.empty])
        #expect(voi.applied.hasPrefix("range"))
        #expect(
            notices.last
                == "Window 1 (center 500, width 600) was passed over: it shows only 59 % of the film as grey, too little "
                + "for a substitute.")
        #expect(try select(center: "500", width: "800", tables: [.empty]).voi.applied.hasPrefix("window 1"))
    }

    @Test func `a spelling of its own does not make a window a substitute`() throws {
        let (voi, notices) = try select(center: "500", width: "600", function: "linear")
        #expect(voi.applied == "window 1 (center 500, width 600)" && notices.count == 1)
    }

    @Test func `a function that is unknown does not make a window a substitute`() throws {
        let (voi, notices) = try select(center: "500", width: "600", function: "LOG")
        #expect(voi.applied == "window 1 (center 500, width 600)" && notices.count == 1)
    }

    /// A sequence of another VR is left out when the object is read, one without data when the film is displayed.
    @Test func `a window beside a damaged table is a substitute, however the table is damaged`() throws {
        var text = SyntheticObject(pixels: [0])
        text.set(0x0028, 0x1050, "DS", text: "500")
        text.set(0x0028, 0x1051, "DS", text: "600")
        text.set(0x0028, 0x3010, "LO", text: "NORMAL")
        var item = text
        item.set(0x0028, 0x3010, item: .empty)
        for object in [text, item] {
            try object.read { file in
                var attributes = DisplayAttributes(file.dataSet)
                let voi = VOISelection(&attributes, signed: false, film: film, range: 0...1000)
                #expect(voi.applied.hasPrefix("range"))
            }
        }
    }

    @Test(arguments: [("500", "200"), ("500", "480"), ("128", "256")])
    func `passes over a window that shows less than half of the film`(center: String, width: String) throws {
        let (voi, notices) = try select(center: center, width: width)
        #expect(voi.applied.hasPrefix("range") && notices.count == 1)
    }

    @Test func `looks at sixteen tables at most`() throws {
        let (voi, notices) = try select(tables: Array(repeating: .empty, count: 300))
        #expect(voi.applied.hasPrefix("range") && notices.count == 16)
    }

    @Test func `a film of two values is not judged`() throws {
        let two = FilmValues(
            values: [0, 1].map { FilmValues.Value(storedValue: $0, number: Double($0), count: 5) })
        #expect(two.greyShare { _ in 0 } == nil)
    }
}
