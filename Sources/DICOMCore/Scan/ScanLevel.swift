/// One level of nesting in a header scan.
struct ScanLevel {
    enum Kind: Equatable {
        case dataSet
        /// Between the items of a sequence; `picked` if the values of its next item are wanted.
        case sequence(picked: Tag?)
        /// In an item; `of` is the sequence whose values are wanted, or nil.
        case item(of: Tag?)
    }

    let kind: Kind
    /// Offset where the level ends; `nil` if a delimiter ends it.
    let end: Int?
    let encoding: TransferSyntax.Encoding
}
