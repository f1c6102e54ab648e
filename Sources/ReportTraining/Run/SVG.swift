/// Elements of a picture in SVG 1.1; lengths are in pixels.
enum SVG {
    /// - Parameter elements: what is drawn on white, the first below the others.
    static func document(width: Double, height: Double, _ elements: [String]) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="\(number(width))" height="\(number(height))" \
        font-family="sans-serif" font-size="11" fill="#333">
        <rect width="100%" height="100%" fill="white"/>
        \(elements.joined(separator: "\n"))
        </svg>

        """
    }

    /// - Parameter more: further attributes of the element.
    static func text(_ value: String, x: Double, y: Double, _ more: String = "") -> String {
        let safe = value.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        return "<text x=\"\(number(x))\" y=\"\(number(y))\" \(more)>\(safe)</text>"
    }

    /// A straight line.
    static func line(
        _ color: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ more: String = ""
    ) -> String {
        "<line x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\" stroke=\"\(color)\" \(more)/>"
    }

    static func number(_ value: Double) -> String { TrainingProgress.number(value, 1) }
}
