/// The size of a page and its parts: films at the left, and text in columns beside them. Lengths are points.
struct PageSheet: Equatable {
    static let margin = 30.0
    static let gap = 20.0
    /// Half of A4 in landscape, about 75 characters.
    static let columnWidth = 381.0
    /// Height of the banner.
    static let band = 44.0
    static let top = 58.0
    static let bottom = 34.0
    static let a4Height = 595.0

    let height: Double
    /// Width of the part with the films; 0 on a page without.
    let filmWidth: Double
    /// Number of text columns.
    let columns: Int

    var width: Double {
        let films = filmWidth > 0 ? filmWidth + Self.gap : 0
        return 2 * Self.margin + films + Double(columns) * (Self.columnWidth + Self.gap) - Self.gap
    }

    /// Height of the films, and of a column.
    var innerHeight: Double { height - Self.top - Self.bottom }

    func left(ofColumn column: Int) -> Double {
        let films = filmWidth > 0 ? filmWidth + Self.gap : 0
        return Self.margin + films + Double(column) * (Self.columnWidth + Self.gap)
    }

    /// A page of A4 in landscape: the first with films beside one column, the others with two columns.
    static func a4(withFilms: Bool) -> PageSheet {
        PageSheet(height: a4Height, filmWidth: withFilms ? columnWidth : 0, columns: withFilms ? 1 : 2)
    }

    /// The single page for films of this ratio (width by height) and for a text, which needs `columnCount(height)`
    /// columns: the page whose text is largest when the page is fitted to a window of 4:3. Nil if no page fits within
    /// the bounds, which keep the picture below 35 million pixels.
    static func fitting(filmRatio: Double?, columnCount: (Double) -> Int) -> PageSheet? {
        var best: PageSheet?
        for columns in 1...8 {
            let heights = stride(from: a4Height, through: 1800, by: 15)
            guard let height = heights.first(where: { columnCount($0 - top - bottom) <= columns }) else { continue }
            let inner = height - top - bottom
            let width = filmRatio.map { min(max(inner * $0, 250), 1000) } ?? 0
            let sheet = PageSheet(height: height, filmWidth: width, columns: columns)
            if sheet.scaleToFit > best?.scaleToFit ?? 0 { best = sheet }
        }
        return best
    }

    private var scaleToFit: Double { min(4 / width, 3 / height) }
}
