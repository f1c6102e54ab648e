/// One level of nesting in a walk through a data set.
struct ScanLevel {
    enum Kind: Equatable {
        case dataSet
        /// Between the items of a sequence.
        case sequence
        case item
    }

    let kind: Kind
    /// The sequence's tag; `nil` for the data set.
    let tag: Tag?
    /// Offset where the level ends; `nil` if a delimiter ends it.
    let end: Int?
    /// Offset that nothing in the level exceeds.
    let limit: Int
    let encoding: TransferSyntax.Encoding
}
