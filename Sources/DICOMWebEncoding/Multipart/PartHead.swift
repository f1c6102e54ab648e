/// The header fields of a part (RFC 2045 section 3).
enum PartHead {
    /// Fields by name in small letters; of two with one name the first counts. A folded line continues the field before it.
    static func fields(_ bytes: ArraySlice<UInt8>, part: Int) throws(MultipartError) -> [String: String] {
        var fields: [String: String] = [:]
        var latest: String?
        // In characters, CR and LF together are one.
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\r\n") {
            guard !line.utf8.contains(0x0A), !line.utf8.contains(0x0D) else { throw .bareLineEnd(part: part) }
            if line.first == " " || line.first == "\t" {
                if let latest { fields[latest]? += " " + line.trimmingBlanks }
                continue
            }
            guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else { throw .badHead(part: part) }
            let name = line[..<colon].trimmingBlanks.lowercased()
            latest = fields[name] == nil ? name : nil
            if fields[name] == nil { fields[name] = line[line.index(after: colon)...].trimmingBlanks }
        }
        return fields
    }
}
