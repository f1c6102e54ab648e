import Foundation

enum Output {
    /// Pretty JSON with sorted keys, for scripts.
    static func json(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }

    /// The same to standard output.
    static func print(json value: some Encodable) throws {
        Swift.print(String(decoding: try json(value), as: UTF8.self))
    }
}
