package import DICOMCore

/// A key of an identifier: an attribute of the data set, or of a sequence item (PS3.4 C.2.2.2.6).
package struct KeyAttribute: Sendable, Hashable, Comparable {
    package let sequence: Tag?
    package let tag: Tag

    /// Creates a key of a sequence item, or of the data set itself when `sequence` is nil.
    package init(_ tag: Tag, in sequence: Tag? = nil) {
        self.tag = tag
        self.sequence = sequence
    }

    /// Orders keys as in a data set: keys of one sequence are together, at the position of the sequence.
    package static func < (left: KeyAttribute, right: KeyAttribute) -> Bool {
        (left.sequence ?? left.tag, left.tag) < (right.sequence ?? right.tag, right.tag)
    }
}

/// The identifier of a request, decoded to Unicode.
package struct Identifier: Sendable, Equatable {
    /// Keys and the values to match; the value is empty for keys that are only returned.
    package var keys: [KeyAttribute: String]
    /// Sequences requested as a whole: without an item, or with an empty one.
    package var wholeSequences: Set<Tag>

    /// Creates an identifier from keys and sequences; neither may contain Specific Character Set.
    package init(_ keys: [KeyAttribute: String] = [:], wholeSequences: Set<Tag> = []) {
        self.keys = keys
        self.wholeSequences = wholeSequences
    }

    subscript(_ tag: Tag) -> String? { keys[KeyAttribute(tag)] }
}
