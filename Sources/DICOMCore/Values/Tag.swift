/// An attribute's tag: group and element number (PS3.5 7.1). Ordered as attributes are in a data set.
package struct Tag: Sendable, Hashable, Comparable, Codable {
    package let group: UInt16
    package let element: UInt16

    /// Any group and element.
    package init(_ group: UInt16, _ element: UInt16) {
        self.group = group
        self.element = element
    }

    /// Group in the high, element in the low half: the order of tags in a data set.
    package var number: UInt32 { UInt32(group) << 16 | UInt32(element) }

    /// By group, then by element.
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
