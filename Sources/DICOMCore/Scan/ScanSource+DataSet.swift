extension ScanSource {
    /// The source of the data set that starts at `offset`, and where it starts there. A deflated data set is inflated
    /// (PS3.5 A.5).
    func dataSet(
        from offset: Int, in transferSyntax: TransferSyntax
    ) throws(HeaderScanError) -> (source: ScanSource, offset: Int) {
        transferSyntax.isDeflated ? (try Inflation(self, from: offset).scanSource(), 0) : (self, offset)
    }
}
