/// An attribute's tag: group and element number (PS3.5 7.1). Sorts in data set order.
package struct Tag: Sendable, Hashable, Comparable, Codable {
    package let group: UInt16
    package let element: UInt16

    /// Creates a tag of any group and element.
    package init(_ group: UInt16, _ element: UInt16) {
        self.group = group
        self.element = element
    }

    /// The group in the high half and the element in the low half.
    package var number: UInt32 { UInt32(group) << 16 | UInt32(element) }

    /// Orders by group, then by element.
    package static func < (left: Tag, right: Tag) -> Bool { left.number < right.number }
}

extension Tag: CustomStringConvertible {
    /// `(gggg,eeee)` in upper-case hexadecimal.
    package var description: String {
        func padded(_ number: UInt16) -> String {
            let digits = String(number, radix: 16, uppercase: true)
            return String(repeating: "0", count: 4 - digits.count) + digits
        }
        return "(\(padded(group)),\(padded(element)))"
    }
}
