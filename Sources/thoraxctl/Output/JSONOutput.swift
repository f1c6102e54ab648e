import Foundation

/// A value as JSON with sorted keys and ISO 8601 times. Control characters that JSON allows unescaped are escaped too,
/// so that the output is safe for a terminal.
func jsonText(_ value: some Encodable, isPretty: Bool = true) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    encoder.dateEncodingStrategy = .iso8601
    let text = String(decoding: try encoder.encode(value), as: UTF8.self)
    guard text.unicodeScalars.contains(where: { $0.isTerminalControl && $0 != "\n" }) else { return text }
    return text.unicodeScalars.reduce(into: "") { safe, scalar in
        if scalar.isTerminalControl, scalar != "\n" {
            // Such scalars occur only in strings. Those beyond the first plane (language tags) need a surrogate pair.
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                safe += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        } else {
            safe.unicodeScalars.append(scalar)
        }
    }
}
