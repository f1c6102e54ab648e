/// A decimal or integer string (VR DS and IS) as a number of JSON.
enum DecimalText {
    /// Digits that every double has exactly.
    private static let exactDigits = 15

    /// The text as JSON writes the same number; `nil` if it is not a number, or if a reader of JSON would lose digits.
    static func json(_ text: String, isInteger: Bool) -> String? {
        var rest = text.utf8.drop { $0 == UInt8(ascii: " ") }[...]
        while rest.last == UInt8(ascii: " ") { rest.removeLast() }
        func take(_ bytes: String) -> Bool {
            guard let first = rest.first, bytes.utf8.contains(first) else { return false }
            rest.removeFirst()
            return true
        }
        func takeDigits() -> Substring.UTF8View {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            rest = rest[digits.endIndex...]
            return Substring(digits).utf8
        }
        let isNegative = rest.first == UInt8(ascii: "-")
        _ = take("+-")
        let digits = takeDigits()
        let whole = Substring(digits.drop { $0 == 0x30 })
        var fraction = Substring()
        var exponent = 0
        if !isInteger {
            if take(".") { fraction = Substring(takeDigits()) }
            if take("eE") {
                let isBelow = rest.first == UInt8(ascii: "-")
                _ = take("+-")
                let powerDigits = takeDigits()
                guard (1...3).contains(powerDigits.count), let power = Int(Substring(powerDigits)) else { return nil }
                exponent = isBelow ? -power : power
            }
        }
        let significant = (whole + fraction).drop { $0 == "0" }
        guard rest.isEmpty, !(digits.isEmpty && fraction.isEmpty), abs(exponent) <= 290 else { return nil }
        if significant.count > exactDigits {
            guard isInteger || (exponent == 0 && fraction.isEmpty), let number = Int(whole), number <= 1 << 53 else {
                return nil
            }
        }
        return (isNegative ? "-" : "") + (whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : "." + fraction)
            + (exponent == 0 ? "" : "e\(exponent)")
    }
}
