/// The pixels of a picture that a viewport shows, and the size that they get: square pixels, never distorted, never enlarged.
struct ViewportPlacement: Equatable {
    /// Rows and columns of the picture that are shown.
    let down: Range<Int>
    let across: Range<Int>
    /// Rows and columns of the result.
    let rows: Int
    let columns: Int

    /// - Parameters:
    ///   - viewport: nil for the whole picture in its own size.
    ///   - aspect: height of a pixel divided by its width.
    /// - Returns: nil if no pixel is in the part that is asked for.
    init?(_ viewport: Viewport?, rows: Int, columns: Int, aspect: Double) {
        if let region = viewport?.region {
            guard let across = Self.range(region.left, region.width, columns),
                let down = Self.range(region.top, region.height, rows)
            else { return nil }
            (self.across, self.down) = (across, down)
        } else {
            (across, down) = (0..<columns, 0..<rows)
        }
        let (width, height) = (Double(across.count), Double(down.count) * aspect)
        let scale = viewport.map { min(1, Double($0.columns) / width, Double($0.rows) / height) } ?? 1
        self.columns = max(1, Int((width * scale).rounded()))
        self.rows = max(1, Int((height * scale).rounded()))
    }

    /// Whether each pixel is shown in its own size.
    var isWhole: Bool { rows == down.count && columns == across.count }

    /// The whole pixels of a part, as far as they are in the picture; nil if none is.
    private static func range(_ start: Double, _ length: Double?, _ limit: Int) -> Range<Int>? {
        let end = min(length.map { start + $0 } ?? Double(limit), Double(limit))
        // Comparisons are false for NaN.
        guard start >= 0, start < end else { return nil }
        let first = Int(start)
        return first..<max(first + 1, Int(end.rounded()))
    }
}
