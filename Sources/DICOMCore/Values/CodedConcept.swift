/// A code with its scheme and meaning (PS3.3 Table 8.8-1): (0008,0100), (0008,0102), (0008,0104).
package struct CodedConcept: Sendable, Hashable, Codable {
    package var value: String
    package var scheme: String
    package var meaning: String

    /// Stores the three parts unchecked.
    package init(value: String, scheme: String, meaning: String) {
        self.value = value
        self.scheme = scheme
        self.meaning = meaning
    }
}
