/// Places the blocks of a report on A4 pages.
struct PageLayout {
    static let width = 595.0
    static let height = 842.0
    private static let margin = 45.0
    private static let band = 44.0
    private static let top = 66.0
    private static let bottom = 40.0
    private static let labelWidth = 66.0
    private static let columns = [0.0, 0.5, 0.66, 0.82]

    /// Gray levels for paper or for a workstation's screen, which is read in the dark.
    struct Shades {
        let ground: Double
        let ink: Double
        let faint: Double
        let watermark: Double

        static let paper = Shades(ground: 1, ink: 0.08, faint: 0.42, watermark: 0.93)
        static let screen = Shades(ground: 0, ink: 0.86, faint: 0.6, watermark: 0.13)
    }

    let page: ReportPage
    let shades: Shades

    private var inner: Double { Self.width - 2 * Self.margin }

    /// Distributes the blocks over pages of height `limit`.
    func pages(on canvas: PageCanvas, limit: Double = Self.height) -> [[ReportPage.Block]] {
        var pages: [[ReportPage.Block]] = [[]]
        var y = Self.top
        for block in page.blocks {
            let height = height(of: block, on: canvas)
            if y + height > limit - Self.bottom, pages.last?.isEmpty == false {
                pages.append([])
                y = Self.top
            }
            pages[pages.count - 1].append(block)
            y += height
        }
        return pages
    }

    /// The height of a single page that holds everything.
    func fullHeight(on canvas: PageCanvas) -> Double {
        max(Self.height, page.blocks.reduce(Self.top + Self.bottom) { $0 + height(of: $1, on: canvas) })
    }

    /// Draws a page: background, watermark, banner at the top, patient at the bottom, and the blocks between them.
    func draw(_ blocks: [ReportPage.Block], number: Int, of count: Int, height: Double, on canvas: PageCanvas) {
        canvas.set(gray: shades.ground)
        canvas.fill(x: 0, y: 0, width: Self.width, height: height)
        if let watermark = page.watermark {
            canvas.set(gray: shades.watermark)
            canvas.drawTurned(watermark, size: 58, degrees: 52)
        }
        canvas.set(gray: shades.ink)
        canvas.fill(x: 0, y: 0, width: Self.width, height: Self.band)
        canvas.set(gray: shades.ground)
        canvas.draw(
            page.banner, .init(size: 15, isBold: true, isCentred: true), x: Self.margin, y: 6, width: inner)
        canvas.draw(page.note, .init(size: 9, isCentred: true), x: Self.margin, y: 27, width: inner)
        canvas.set(gray: shades.faint)
        canvas.draw(
            "\(page.footer) \u{00B7} page \(number) of \(count)", .init(size: 8, isCentred: true), x: Self.margin,
            y: height - 26, width: inner)
        var y = Self.top
        for block in blocks {
            draw(block, y: y, on: canvas)
            y += self.height(of: block, on: canvas)
        }
    }

    private func height(of block: ReportPage.Block, on canvas: PageCanvas) -> Double {
        switch block {
        case .title(let text): canvas.height(of: text, Self.title, width: inner) + 12
        case .heading(let text): canvas.height(of: text, Self.heading, width: inner) + 16
        case .paragraph(let text): canvas.height(of: text, Self.body, width: inner) + 6
        case .smallPrint(let text): canvas.height(of: text, Self.small, width: inner) + 5
        case .fields(let left, let right):
            max(left.reduce(0) { $0 + height(of: $1, on: canvas) }, right.reduce(0) { $0 + height(of: $1, on: canvas) })
        case .row: canvas.height(of: "X", Self.body, width: inner) + 2
        case .rule: 10
        }
    }

    private func draw(_ block: ReportPage.Block, y: Double, on canvas: PageCanvas) {
        canvas.set(gray: shades.ink)
        switch block {
        case .title(let text): canvas.draw(text, Self.title, x: Self.margin, y: y, width: inner)
        case .heading(let text): canvas.draw(text, Self.heading, x: Self.margin, y: y + 11, width: inner)
        case .paragraph(let text): canvas.draw(text, Self.body, x: Self.margin, y: y, width: inner)
        case .smallPrint(let text):
            canvas.set(gray: shades.faint)
            canvas.draw(text, Self.small, x: Self.margin, y: y, width: inner)
        case .fields(let left, let right):
            draw(left, x: Self.margin, y: y, on: canvas)
            draw(right, x: Self.margin + inner / 2 + 8, y: y, on: canvas)
        case .row(let cells, let isStrong):
            for (cell, place) in zip(cells, Self.columns) {
                let style = PageCanvas.Style(size: Self.body.size, isBold: isStrong)
                canvas.draw(cell, style, x: Self.margin + place * inner, y: y, width: inner / 2)
            }
        case .rule:
            canvas.set(gray: shades.faint)
            canvas.fill(x: Self.margin, y: y + 3, width: inner, height: 0.6)
        }
    }

    private func draw(_ fields: [ReportPage.Field], x: Double, y: Double, on canvas: PageCanvas) {
        var y = y
        for field in fields {
            canvas.set(gray: shades.faint)
            canvas.draw(field.label, Self.small, x: x, y: y + 1.5, width: Self.labelWidth)
            canvas.set(gray: shades.ink)
            canvas.draw(field.value, Self.fieldValue, x: x + Self.labelWidth, y: y, width: fieldWidth)
            y += height(of: field, on: canvas)
        }
    }

    private func height(of field: ReportPage.Field, on canvas: PageCanvas) -> Double {
        canvas.height(of: field.value, Self.fieldValue, width: fieldWidth) + 3
    }

    private var fieldWidth: Double { inner / 2 - 8 - Self.labelWidth }

    private static let title = PageCanvas.Style(size: 15, isBold: true)
    private static let heading = PageCanvas.Style(size: 11.5, isBold: true)
    private static let body = PageCanvas.Style(size: 10)
    private static let small = PageCanvas.Style(size: 8)
    private static let fieldValue = PageCanvas.Style(size: 10, isBold: true)
}
