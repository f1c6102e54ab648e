/// Splits the values of HTTP header fields (RFC 9110 section 5.6), leniently.
enum HeaderFields {
    /// The parts between separators that are not in a quoted string, without spaces around them.
    static func split(_ text: some StringProtocol, at separator: Character) -> [String] {
        var parts: [String] = []
        var part = ""
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if isEscaped {
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == separator, !isQuoted {
                parts.append(part)
                part = ""
                continue
            }
            part.append(character)
        }
        return (parts + [part]).map { $0.trimmingBlanks }
    }

    /// The parameters that follow the first part, with names in small letters; of two with one name the first counts.
    static func parameters(_ parts: some Sequence<String>) -> [String: String] {
        var parameters: [String: String] = [:]
        for part in parts {
            guard let equals = part.firstIndex(of: "=") else { continue }
            let name = part[..<equals].trimmingBlanks.lowercased()
            let value = part[part.index(after: equals)...].trimmingBlanks
            if !name.isEmpty, parameters[name] == nil { parameters[name] = unquoted(value) }
        }
        return parameters
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count >= 2, text.first == "\"", text.last == "\"" else { return text }
        var value = ""
        var isEscaped = false
        for character in text.dropFirst().dropLast() {
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                value.append(character)
                isEscaped = false
            }
        }
        return value
    }
}

extension StringProtocol {
    /// Without spaces and tabs around it.
    var trimmingBlanks: String {
        let kept = drop { $0 == " " || $0 == "\t" }
        guard let last = kept.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return String(kept[...last])
    }
}
