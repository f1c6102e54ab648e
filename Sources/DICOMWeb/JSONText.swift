/// Writes JSON (RFC 8259) in UTF-8.
struct JSONText {
    enum Value {
        case text(String)
        case number(Int)
    }

    private(set) var bytes: [UInt8] = []

    /// Appends what is JSON already.
    mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func number(_ number: Int) { bytes.append(contentsOf: "\(number)".utf8) }

    mutating func text(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                raw("\\u00")
                bytes += [Self.digit(byte >> 4), Self.digit(byte & 15)]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends an object of simple values, in this order.
    mutating func object(_ members: [(name: String, value: Value)]) {
        raw("{")
        for (number, member) in members.enumerated() {
            if number > 0 { raw(",") }
            text(member.name)
            raw(":")
            switch member.value {
            case .text(let value): text(value)
            case .number(let value): self.number(value)
            }
        }
        raw("}")
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
