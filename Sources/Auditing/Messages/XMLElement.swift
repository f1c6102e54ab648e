/// An XML 1.0 element under construction.
struct XMLElement {
    private let name: String
    private var attributes = ""
    private var content = ""

    init(_ name: String, text: String = "") {
        self.name = name
        content = Self.escape(text)
    }

    /// Appends an attribute.
    mutating func set(_ attribute: String, _ value: String) {
        attributes += " \(attribute)=\"\(Self.escape(value))\""
    }

    mutating func add(_ child: XMLElement) { content += child.text }

    var text: String { content.isEmpty ? "<\(name)\(attributes)/>" : "<\(name)\(attributes)>\(content)</\(name)>" }

    /// Escapes text for XML: white space that a parser would normalize is preserved, and characters that XML does not
    /// allow are replaced (XML 1.0 section 2.2).
    static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\t", "\n", "\r": escaped += "&#\(scalar.value);"
            case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
