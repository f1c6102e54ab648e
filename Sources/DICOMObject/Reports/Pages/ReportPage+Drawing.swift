extension ReportPage {
    /// Pixels per point of a picture: 1,240 columns, A4 at 150 dpi.
    private static let scale = 1240 / PageLayout.width
    /// Limit on the height of a picture, which is below the 65,535 rows of PS3.3.
    private static let maximumHeight = 20 * PageLayout.height

    /// The report as a PDF of A4 pages. The same report and fonts give the same bytes.
    func pdf() throws(DICOMObjectError) -> [UInt8] {
        let canvas = try PageCanvas(
            pdf: PageLayout.width, PageLayout.height, title: title, created: created)
        let layout = PageLayout(page: self, shades: .paper)
        let pages = layout.pages(on: canvas)
        for (index, blocks) in pages.enumerated() {
            layout.draw(blocks, number: index + 1, of: pages.count, height: PageLayout.height, on: canvas)
            canvas.beginNextPage()
        }
        return try canvas.finishPDF()
    }

    /// The report as one picture, light on dark and as high as necessary.
    func picture() throws(DICOMObjectError) -> PageCanvas.Picture {
        let layout = PageLayout(page: self, shades: .screen)
        let height = layout.fullHeight(on: try PageCanvas(picture: 1, 1, scale: Self.scale))
        guard height <= Self.maximumHeight else {
            throw .invalidReport(reason: "the picture would be \(Int(height)) points high")
        }
        let canvas = try PageCanvas(picture: PageLayout.width, height, scale: Self.scale)
        layout.draw(blocks, number: 1, of: 1, height: height, on: canvas)
        return try canvas.finishPicture()
    }
}
