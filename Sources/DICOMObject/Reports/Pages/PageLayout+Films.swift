extension PageLayout {
    /// A cell of the grid of films.
    private struct Cell {
        let width: Double
        let height: Double
        let columns: Int
    }

    /// Draws the films in the grid that shows the most of them, each with its caption below.
    func drawFilms(on sheet: PageSheet) throws(DICOMObjectError) {
        let count = page.films.count
        let grids = (1...max(1, count)).map { columns in
            let rows = (count + columns - 1) / columns
            return Cell(
                width: (sheet.filmWidth - PageSheet.gap * Double(columns - 1)) / Double(columns),
                height: (sheet.innerHeight - PageSheet.gap * Double(rows - 1)) / Double(rows), columns: columns)
        }
        guard let cell = grids.max(by: { shown(in: $0) < shown(in: $1) }) else { return }
        for (index, film) in page.films.enumerated() {
            let size = size(of: film, in: cell)
            let x = PageSheet.margin + Double(index % cell.columns) * (cell.width + PageSheet.gap)
            let y = PageSheet.top + Double(index / cell.columns) * (cell.height + PageSheet.gap)
            if let picture = film.picture {
                try canvas.draw(
                    picture, x: x + (cell.width - size.width) / 2, y: y, width: size.width, height: size.height)
            }
            canvas.set(gray: shades.faint)
            canvas.draw(
                film.caption, Self.small, x: x, y: y + (film.picture == nil ? 0 : size.height + 4), width: cell.width)
        }
    }

    /// The area of all films in cells of this size.
    private func shown(in cell: Cell) -> Double {
        page.films.reduce(0) { area, film in
            let size = size(of: film, in: cell)
            return area + size.width * size.height
        }
    }

    /// The largest size with the film's ratio that leaves room for the caption.
    private func size(of film: ReportPage.Film, in cell: Cell) -> (width: Double, height: Double) {
        let height = max(1, cell.height - canvas.height(of: film.caption, Self.small, width: cell.width) - 4)
        let width = min(cell.width, height * film.ratio)
        return (width, width / film.ratio)
    }
}
