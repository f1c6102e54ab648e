package import DICOMCore

/// A key of an identifier: an attribute by itself, or one in the item of a sequence (PS3.4 C.2.2.2.6).
package struct KeyAttribute: Sendable, Hashable, Comparable {
    package let sequence: Tag?
    package let tag: Tag

    /// Of the data set itself unless it is in a sequence.
    package init(_ tag: Tag, in sequence: Tag? = nil) {
        self.tag = tag
        self.sequence = sequence
    }

    /// As they stand in a data set: those of one sequence together, at its place.
    package static func < (left: KeyAttribute, right: KeyAttribute) -> Bool {
        (left.sequence ?? left.tag, left.tag) < (right.sequence ?? right.tag, right.tag)
    }
}

/// What a request asks for, decoded to Unicode.
package struct Identifier: Sendable, Equatable {
    /// Keys with what they must match; empty for those that are only to be returned.
    package var keys: [KeyAttribute: String]
    /// Sequences asked for as a whole: without an item, or with an empty one.
    package var wholeSequences: Set<Tag>

    /// Of attributes and sequences; neither holds Specific Character Set.
    package init(_ keys: [KeyAttribute: String] = [:], wholeSequences: Set<Tag> = []) {
        self.keys = keys
        self.wholeSequences = wholeSequences
    }

    subscript(_ tag: Tag) -> String? { keys[KeyAttribute(tag)] }
}
