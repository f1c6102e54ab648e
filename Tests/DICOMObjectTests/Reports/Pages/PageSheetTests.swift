import Testing

@testable import DICOMObject

struct PageSheetTests {
    @Test func `both pages of a PDF are A4 in landscape`() {
        #expect([true, false].map { PageSheet.a4(withFilms: $0).width } == [842, 842])
    }

    @Test func `a short text is one column beside its film, a long one several, and an endless one is refused`() throws
    {
        let sheet = { (height: Double) in
            PageSheet.fitting(filmRatio: 0.8) { Int((height / $0).rounded(.up)) }
        }
        #expect(try #require(sheet(400)).columns == 1)
        #expect(try #require(sheet(400)).height == PageSheet.a4Height)
        let long = try #require(sheet(4000))
        let room = long.innerHeight * Double(long.columns)
        let aspect = long.width / long.height
        #expect(long.columns > 1)
        #expect(room >= 4000)
        #expect(aspect < 2.2)
        #expect(sheet(100_000) == nil)
    }

    @Test func `the largest picture is bounded`() {
        let pixelsPerSquarePoint: Double = (150.0 / 72) * (150.0 / 72)
        for height in stride(from: 100.0, through: 14_000, by: 500) {
            for ratio in [0.001, 0.8, 1000] {
                let sheet = PageSheet.fitting(filmRatio: ratio) { Int((height / $0).rounded(.up)) }
                guard let sheet else { continue }
                let pixels: Double = sheet.width * sheet.height * pixelsPerSquarePoint
                #expect(pixels < 35e6)
            }
        }
    }
}
