/// Places films and text of a report on a page and draws them.
struct PageLayout {
    private static let cells = [0.0, 0.31, 0.49, 0.85]
    private static let labelWidth = 58.0

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
    let canvas: PageCanvas

    private var width: Double { PageSheet.columnWidth }

    /// Draws a page: background, banner at the top, patient at the bottom, and between them the films and the columns,
    /// each with a watermark behind it.
    func draw(
        _ columns: ArraySlice<[PageText.Part]>, on sheet: PageSheet, number: Int, of count: Int
    ) throws(DICOMObjectError) {
        canvas.set(gray: shades.ground)
        canvas.fill(x: 0, y: 0, width: sheet.width, height: sheet.height)
        let inner = sheet.width - 2 * PageSheet.margin
        canvas.set(gray: shades.ink)
        canvas.fill(x: 0, y: 0, width: sheet.width, height: PageSheet.band)
        canvas.set(gray: shades.ground)
        canvas.draw(
            page.banner, .init(size: 15, isBold: true, isCentred: true), x: PageSheet.margin, y: 6, width: inner)
        canvas.draw(page.note, .init(size: 9, isCentred: true), x: PageSheet.margin, y: 27, width: inner)
        canvas.set(gray: shades.faint)
        canvas.draw(
            "\(page.footer) \u{00B7} page \(number) of \(count)", .init(size: 8, isCentred: true),
            x: PageSheet.margin, y: sheet.height - 24, width: inner)
        if sheet.filmWidth > 0 { try drawFilms(on: sheet) }
        for column in 0..<sheet.columns { drawWatermark(x: sheet.left(ofColumn: column), height: sheet.height) }
        for (column, parts) in columns.enumerated() {
            var y = PageSheet.top
            for part in parts {
                draw(part.block, x: sheet.left(ofColumn: column), y: y)
                y += part.height
            }
        }
    }

    private func drawWatermark(x: Double, height: Double) {
        guard let watermark = page.watermark else { return }
        canvas.set(gray: shades.watermark)
        canvas.drawTurned(watermark, size: 36, degrees: 52, x: x + width / 2, y: height / 2)
    }

    func height(of block: ReportPage.Block) -> Double {
        switch block {
        case .title(let text): canvas.height(of: text, Self.title, width: width) + 10
        case .heading(let text): canvas.height(of: text, Self.heading, width: width) + 14
        case .paragraph(let text): canvas.height(of: text, Self.body, width: width) + 6
        case .smallPrint(let text): canvas.height(of: text, Self.small, width: width) + 5
        case .fields(let left, let right):
            max(left.reduce(0) { $0 + height(of: $1) }, right.reduce(0) { $0 + height(of: $1) })
        case .row: canvas.height(of: "X", Self.row(isStrong: false), width: width) + 2
        case .rule: 8
        }
    }

    private func draw(_ block: ReportPage.Block, x: Double, y: Double) {
        canvas.set(gray: shades.ink)
        switch block {
        case .title(let text): canvas.draw(text, Self.title, x: x, y: y, width: width)
        case .heading(let text): canvas.draw(text, Self.heading, x: x, y: y + 10, width: width)
        case .paragraph(let text): canvas.draw(text, Self.body, x: x, y: y, width: width)
        case .smallPrint(let text):
            canvas.set(gray: shades.faint)
            canvas.draw(text, Self.small, x: x, y: y, width: width)
        case .fields(let left, let right):
            draw(left, x: x, y: y)
            draw(right, x: x + width / 2 + 8, y: y)
        case .row(let cells, let isStrong):
            for (cell, place) in zip(cells, Self.cells) {
                canvas.draw(cell, Self.row(isStrong: isStrong), x: x + place * width, y: y, width: width)
            }
        case .rule:
            canvas.set(gray: shades.faint)
            canvas.fill(x: x, y: y + 3, width: width, height: 0.6)
        }
    }

    private func draw(_ fields: [ReportPage.Field], x: Double, y: Double) {
        var y = y
        for field in fields {
            canvas.set(gray: shades.faint)
            canvas.draw(field.label, Self.small, x: x, y: y + 1.5, width: Self.labelWidth)
            canvas.set(gray: shades.ink)
            canvas.draw(field.value, Self.fieldValue, x: x + Self.labelWidth, y: y, width: fieldWidth)
            y += height(of: field)
        }
    }

    private func height(of field: ReportPage.Field) -> Double {
        canvas.height(of: field.value, Self.fieldValue, width: fieldWidth) + 3
    }

    private var fieldWidth: Double { width / 2 - 8 - Self.labelWidth }

    private static let title = PageCanvas.Style(size: 14, isBold: true)
    private static let heading = PageCanvas.Style(size: 11.5, isBold: true)
    private static let body = PageCanvas.Style(size: 10)
    static let small = PageCanvas.Style(size: 8)
    private static let fieldValue = PageCanvas.Style(size: 10, isBold: true)
    private static func row(isStrong: Bool) -> PageCanvas.Style { PageCanvas.Style(size: 9, isBold: isStrong) }
}
