/// One level of nesting a header scan is in.
struct ScanLevel {
    enum Kind: Equatable {
        case dataSet
        /// Between the items of a sequence; `picked` where the values of its next item are wanted.
        case sequence(picked: Tag?)
        /// In an item; of a sequence whose values are wanted, or of any other.
        case item(of: Tag?)
    }

    let kind: Kind
    /// Where the level ends; `nil` where a delimiter ends it.
    let end: Int?
    let encoding: TransferSyntax.Encoding
}
