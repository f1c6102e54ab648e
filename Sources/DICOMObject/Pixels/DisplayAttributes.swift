import DICOMCore

/// The display attributes of a data set or of an item: reads what can be meant and collects notices of what cannot.
struct DisplayAttributes {
    let item: DICOMItem
    /// One sentence for each attribute that was passed over, assumed or read in spite of its spelling.
    private(set) var notices: [String] = []

    init(_ item: DICOMItem) { self.item = item }

    /// Adds a notice, given without its full stop.
    mutating func note(_ sentence: String) { notices.append(sentence + ".") }

    /// Whether the attribute is there with a value; a sequence counts as soon as it has an item.
    func has(_ attribute: DisplayAttribute) -> Bool {
        guard let (vr, length) = item.element(attribute.tag) else { return false }
        return vr == "SQ" ? !item.items(attribute.tag, limit: 1).isEmpty : length > 0
    }

    /// The value as a notice quotes it: numbers, a short text, or its representation and length.
    func met(_ attribute: DisplayAttribute) -> String {
        guard let (vr, length) = item.element(attribute.tag) else { return "missing" }
        guard length > 0 else { return "empty" }
        if let bytes = item.bytes(attribute.tag) { return quoted(bytes) }
        let numbers = (0..<4).prefix { item.number(attribute.tag, at: $0) != nil }.compactMap {
            item.number(attribute.tag, at: $0)
        }
        guard !numbers.isEmpty else { return "\(length) bytes of VR \(vr)" }
        return numbers.map(\.plainText).joined(separator: "\\")
    }

    /// The values as numbers, at most 16; nil for one that is no number. Empty if the attribute has no value.
    func numbers(_ attribute: DisplayAttribute) -> [Double?] {
        guard has(attribute) else { return [] }
        if let bytes = item.bytes(attribute.tag) {
            return bytes.split(separator: UInt8(ascii: "\\"), maxSplits: 16, omittingEmptySubsequences: false)
                .prefix(16).map(decimal)
        }
        let numbers = (0..<16).map { item.number(attribute.tag, at: $0) }.prefix { $0 != nil }
        return numbers.isEmpty ? [nil] : Array(numbers)
    }

    /// The value of an attribute; nil if it has none. The inner value is nil if the attribute has something that is not a
    /// number, or several different numbers.
    func number(_ attribute: DisplayAttribute) -> Double?? {
        let all = numbers(attribute)
        guard let first = all.first else { return nil }
        return .some(all.allSatisfy { $0 == first } ? first : nil)
    }

    /// A whole number that must lie in `range`; otherwise `fallback`, with a notice. A missing attribute gets a notice
    /// too if the standard requires it.
    mutating func integer(
        _ attribute: DisplayAttribute, in range: ClosedRange<Int>, otherwise fallback: Int, isRequired: Bool = true
    ) -> Int {
        guard has(attribute) else {
            if isRequired { note("\(attribute) is missing; \(fallback) was used") }
            return fallback
        }
        let number = number(attribute).flatMap(\.self).flatMap { Int(exactly: $0) }
        if let number, range.contains(number) { return number }
        note("\(attribute) is \(met(attribute)), which cannot be meant; \(fallback) was used")
        return fallback
    }

    /// The one of `terms` that is meant, with a notice if it is spelled differently; nil, without a notice, if no term is.
    mutating func term(_ attribute: DisplayAttribute, among terms: [String]) -> String? {
        guard let text = item.string(attribute.tag) else { return nil }
        if terms.contains(text) { return text }
        let letters = { (term: Substring) in term.uppercased().filter { $0.isLetter || $0.isNumber } }
        let values = Set(text.split(separator: "\\", omittingEmptySubsequences: false).map(letters))
        guard values.count == 1, let value = values.first else { return nil }
        guard let meant = terms.first(where: { letters($0[...]) == value }) else { return nil }
        note("\(attribute) is \(met(attribute)); it was read as \(meant)")
        return meant
    }

    /// A number of a text value (VR DS, IS), strictly: a decimal comma or a unit makes it none.
    private func decimal(_ bytes: ArraySlice<UInt8>) -> Double? {
        let text = String(decoding: bytes, as: UTF8.self).filter { $0 != " " && $0 != "\0" }
        guard !text.isEmpty, text.allSatisfy({ "0123456789+-.eE".contains($0) }) else { return nil }
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    /// At most 24 bytes in quotation marks. Whatever is not printable ASCII is written as `\xC3`: the character set may be
    /// as wrong as the value.
    private func quoted(_ bytes: [UInt8]) -> String {
        var text = Array(bytes.prefix { $0 != 0 }.drop { $0 == 0x20 }.prefix(24))
        while text.last == 0x20 { text.removeLast() }
        let shown = text.map { byte in
            (0x20..<0x7F).contains(byte) ? String(Unicode.Scalar(byte)) : "\\x" + hexadecimal([byte])
        }
        return "\"" + shown.joined() + "\""
    }
}

extension Double {
    /// The number as text, without decimals if it is whole.
    var plainText: String { Int(exactly: self).map(String.init) ?? "\(self)" }
}
