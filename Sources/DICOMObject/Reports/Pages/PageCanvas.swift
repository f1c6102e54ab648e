import CPango

/// Pages drawn with Pango and Cairo, as a PDF or a grayscale picture, in every script that has a font. Lengths are
/// points from the upper left corner. Used by one thread at a time.
final class PageCanvas {
    /// Size and layout of a text.
    struct Style {
        var size = 10.0
        var isBold = false
        var isCentred = false
    }

    /// The shades of a picture, row by row, 0 (black) to 255 (white).
    struct Picture: Equatable {
        let columns: Int
        let rows: Int
        let shades: [UInt8]
    }

    private let canvas: OpaquePointer

    private init(_ open: () -> OpaquePointer?) throws(DICOMObjectError) {
        if let problem = cp_load() { throw .notDrawn(reason: String(cString: problem)) }
        guard let canvas = open() else { throw .outOfMemory }
        self.canvas = canvas
    }

    /// Opens a PDF; `created` is `YYYY-MM-DDThh:mm:ss`.
    convenience init(pdf width: Double, _ height: Double, title: String, created: String) throws(DICOMObjectError) {
        try self.init { cp_open_pdf(width, height, title, created) }
    }

    /// Opens one picture of `scale` pixels per point.
    convenience init(picture width: Double, _ height: Double, scale: Double) throws(DICOMObjectError) {
        try self.init { cp_open_picture(width, height, scale) }
    }

    deinit { cp_close(canvas) }

    /// Sets the gray level of what is drawn next, from 0 (black) to 1 (white).
    func set(gray: Double) { cp_set_gray(canvas, gray) }

    func draw(_ text: String, _ style: Style, x: Double, y: Double, width: Double) {
        let text = Self.printable(text)
        cp_text(canvas, text, text.utf8.count, Self.style(style, width), x, y)
    }

    /// The height of a text that wraps at `width`.
    func height(of text: String, _ style: Style, width: Double) -> Double {
        let text = Self.printable(text)
        return cp_text_height(canvas, text, text.utf8.count, Self.style(style, width))
    }

    func fill(x: Double, y: Double, width: Double, height: Double) { cp_fill(canvas, x, y, width, height) }

    /// Draws a text with its middle at a point, rotated counter-clockwise.
    func drawTurned(_ text: String, size: Double, degrees: Double, x: Double, y: Double) {
        cp_turned_text(canvas, text, text.utf8.count, size, degrees, x, y)
    }

    /// Draws a picture stretched over a rectangle.
    func draw(
        _ picture: Picture, x: Double, y: Double, width: Double, height: Double
    ) throws(DICOMObjectError) {
        guard cp_film(canvas, picture.shades, UInt32(picture.columns), UInt32(picture.rows), x, y, width, height) else {
            throw .outOfMemory
        }
    }

    /// Whether an installed font has every character of a text.
    func hasFont(for text: String) -> Bool {
        let text = Self.printable(text)
        return cp_unknown_glyphs(canvas, text, text.utf8.count) == 0
    }

    /// Ends a page of a PDF and starts the next.
    func beginNextPage() { cp_next_page(canvas) }

    /// Ends the PDF and returns its bytes.
    func finishPDF() throws(DICOMObjectError) -> [UInt8] {
        var size = 0
        guard let bytes = cp_finish_pdf(canvas, &size) else { throw .notDrawn(reason: "Cairo failed") }
        return Array(UnsafeBufferPointer(start: bytes, count: size))
    }

    func finishPicture() throws(DICOMObjectError) -> Picture {
        var (columns, rows): (UInt32, UInt32) = (0, 0)
        cp_picture_size(canvas, &columns, &rows)
        var shades = [UInt8](repeating: 0, count: Int(columns) * Int(rows))
        guard cp_finish_picture(canvas, &shades) else { throw .notDrawn(reason: "Cairo failed") }
        return Picture(columns: Int(columns), rows: Int(rows), shades: shades)
    }

    private static func style(_ style: Style, _ width: Double) -> cp_style {
        cp_style(size: style.size, width: width, bold: style.isBold, centred: style.isCentred)
    }

    /// Replaces characters that cannot be drawn, which a name from a damaged header may contain.
    private static func printable(_ text: String) -> String {
        let scalars = text.unicodeScalars.filter { $0.properties.generalCategory != .control || $0 == "\n" }
        return String(String.UnicodeScalarView(scalars))
    }
}
