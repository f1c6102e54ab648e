/// One resource of a front: a method and a path below the front's base.
package protocol RoutedResource: Sendable {
    var method: String { get }
    /// A segment in braces stands for a text, one that ends with `...` for all that follow.
    var path: String { get }
}

extension RoutedResource {
    /// Matches the segments of a path below the base.
    ///
    /// - Returns: the text of each segment in braces; nil if the path is another.
    func match(_ segments: [Substring]) -> [String: String]? {
        // Most routes have another number of segments, and are passed over before anything is taken apart.
        let takesRest = path.utf8.suffix(4).elementsEqual("...}".utf8)
        let slash = UInt8(ascii: "/")
        let count = zip(path.utf8, path.utf8.dropFirst()).count { $0 == slash && $1 != slash }
        guard takesRest ? segments.count >= count : segments.count == count else { return nil }
        let template = path.split(separator: "/")
        var texts: [String: String] = [:]
        for (index, expected) in template.enumerated() {
            guard expected.hasPrefix("{") else {
                guard expected == segments[index] else { return nil }
                continue
            }
            if expected.hasSuffix("...}") {
                texts[String(expected.dropFirst().dropLast(4))] = segments[index...].joined(separator: "/")
            } else {
                texts[String(expected.dropFirst().dropLast())] = String(segments[index])
            }
        }
        return texts
    }
}
