extension ReportPage {
    /// Pixels per point of a picture: 150 dpi.
    private static let scale = 150.0 / 72

    /// The report as a PDF of A4 pages in landscape, with the films on the first. The same report and fonts give the same
    /// bytes.
    func pdf() throws(DICOMObjectError) -> [UInt8] {
        let first = PageSheet.a4(withFilms: !films.isEmpty)
        let other = PageSheet.a4(withFilms: false)
        let canvas = try PageCanvas(pdf: first.width, first.height, title: title, created: created)
        let layout = PageLayout(page: self, shades: .paper, canvas: canvas)
        let columns = PageText(layout).columns(height: first.innerHeight)
        let beyond = max(0, columns.count - first.columns)
        let count = 1 + (beyond + other.columns - 1) / other.columns
        var next = 0
        for number in 1...count {
            let sheet = number == 1 ? first : other
            let end = min(columns.count, next + sheet.columns)
            try layout.draw(columns[next..<end], on: sheet, number: number, of: count)
            next = end
            canvas.beginNextPage()
        }
        return try canvas.finishPDF()
    }

    /// The report as one picture, light on dark, with as many columns as its text needs.
    func picture() throws(DICOMObjectError) -> PageCanvas.Picture {
        let ruler = PageLayout(page: self, shades: .screen, canvas: try PageCanvas(picture: 1, 1, scale: Self.scale))
        let text = PageText(ruler)
        let ratio: Double? = films.isEmpty ? nil : films.count == 1 ? films[0].ratio : 0.85
        let fitting = PageSheet.fitting(filmRatio: ratio) { text.columns(height: $0).count }
        guard let sheet = fitting else {
            throw .invalidReport(reason: "the text is too long for one picture")
        }
        let canvas = try PageCanvas(picture: sheet.width, sheet.height, scale: Self.scale)
        let layout = PageLayout(page: self, shades: .screen, canvas: canvas)
        try layout.draw(text.columns(height: sheet.innerHeight)[...], on: sheet, number: 1, of: 1)
        return try canvas.finishPicture()
    }
}
