import Foundation

enum Output {
    /// Formats JSON with indentation and sorted keys.
    static func json(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }

    /// Prints JSON to standard output.
    static func print(json value: some Encodable) throws {
        Swift.print(String(decoding: try json(value), as: UTF8.self))
    }
}
