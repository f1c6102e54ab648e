import Platform

/// An XML 1.0 element under construction.
struct XMLElement {
    private let name: String
    private var attributes = ""
    private var content = ""

    init(_ name: String, text: String = "") {
        self.name = name
        content = XMLText.escape(text)
    }

    /// Appends an attribute.
    mutating func set(_ attribute: String, _ value: String) {
        attributes += " \(attribute)=\"\(XMLText.escape(value))\""
    }

    mutating func add(_ child: XMLElement) { content += child.text }

    var text: String { content.isEmpty ? "<\(name)\(attributes)/>" : "<\(name)\(attributes)>\(content)</\(name)>" }
}
