import Foundation

/// A value as JSON with sorted keys and ISO 8601 times. Control characters that JSON itself leaves as they are become
/// escapes, so that a terminal shows them too.
func jsonText(_ value: some Encodable, isPretty: Bool = true) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    encoder.dateEncodingStrategy = .iso8601
    let text = String(decoding: try encoder.encode(value), as: UTF8.self)
    guard text.unicodeScalars.contains(where: { $0.isTerminalControl && $0 != "\n" }) else { return text }
    return text.unicodeScalars.reduce(into: "") { safe, scalar in
        if scalar.isTerminalControl, scalar != "\n" {
            // Only strings hold such a scalar, and none beyond the first plane is one but language tags.
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                safe += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        } else {
            safe.unicodeScalars.append(scalar)
        }
    }
}
