/// One level of nesting in a header scan.
struct ScanLevel {
    enum Kind: Equatable {
        case dataSet
        /// Between the items of a sequence; `picked` is its tag if the values of the next item are wanted.
        case sequence(picked: Tag?)
        /// In an item; `of` is the tag of its sequence if the values are wanted.
        case item(of: Tag?)
    }

    let kind: Kind
    /// Offset where the level ends; `nil` if a delimiter ends it.
    let end: Int?
    let encoding: TransferSyntax.Encoding
}
