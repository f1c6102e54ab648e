/// The bracket that closes a flow list, `[a, b]`, which may be on a later line than the one that opens it
/// (YAML 1.2.2 section 7.4).
struct FlowListEnd {
    /// A place in a file: the index of a line, and an offset in its Unicode scalars.
    struct Place: Equatable {
        let line: Int
        let offset: Int
    }

    let bracket: Place
    /// The place after the last entry, or after the comma that follows it.
    let afterEntries: Place
    /// Whether another entry needs a comma before it.
    let needsComma: Bool

    /// - Parameter start: a place at or before the opening bracket, with no other bracket between them.
    /// - Returns: nil if there is no such bracket.
    init?(in lines: [String], from start: Place) {
        var (depth, quote): (Int, Unicode.Scalar?) = (0, nil)
        var (last, lastPlace): (Unicode.Scalar, Place) = (":", start)
        for index in lines.indices.dropFirst(start.line) {
            let line = Array(lines[index].unicodeScalars)
            var offset = index == start.line ? start.offset : 0
            scan: while offset < line.count {
                let scalar = line[offset]
                let isBlank = scalar == " " || scalar == "\t"
                switch (quote, scalar) {
                case ("'"?, "'") where offset + 1 < line.count && line[offset + 1] == "'": offset += 1
                case ("\""?, "\\"): offset += 1
                case (let open?, _): if scalar == open { quote = nil }
                case (nil, "#") where offset == 0 || [" ", "\t"].contains(line[offset - 1]): break scan
                case (nil, "'"), (nil, "\""): if "[{,:".unicodeScalars.contains(last) { quote = scalar }
                case (nil, "["), (nil, "{"): depth += 1
                case (nil, "]"), (nil, "}"):
                    depth -= 1
                    guard depth == 0 else { break }
                    bracket = Place(line: index, offset: offset)
                    afterEntries = lastPlace
                    needsComma = last != "," && last != "["
                    return
                default: break
                }
                offset += 1
                if !isBlank { (last, lastPlace) = (scalar, Place(line: index, offset: offset)) }
            }
        }
        return nil
    }
}
