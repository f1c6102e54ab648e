extension ReportPage {
    /// Pixels of a picture to the point: 1,240 across, as A4 has at 150 to the inch.
    private static let scale = 1240 / PageLayout.width
    /// Higher than this no report is; PS3.3 ends at 65,535 rows.
    private static let maximumHeight = 20 * PageLayout.height

    /// The report as a PDF of A4 pages. The same report gives the same bytes with the same fonts.
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

    /// The report as one picture, light on dark and as high as it needs to be.
    func picture() throws(DICOMObjectError) -> PageCanvas.Picture {
        let layout = PageLayout(page: self, shades: .screen)
        let height = layout.fullHeight(on: try PageCanvas(picture: 1, 1, scale: Self.scale))
        guard height <= Self.maximumHeight else { throw .invalidReport(reason: "report of \(Int(height)) points") }
        let canvas = try PageCanvas(picture: PageLayout.width, height, scale: Self.scale)
        layout.draw(blocks, number: 1, of: 1, height: height, on: canvas)
        return try canvas.finishPicture()
    }
}
