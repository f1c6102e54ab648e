/// A stored data set in another transfer syntax, piece by piece and without changing the file: inflated (PS3.5 A.5), or
/// with its elements rewritten for Implicit VR, or both.
package struct DataSetConversion {
    private enum Way {
        /// The bytes of the source as they are, from an offset.
        case copied(ScanSource, from: Int)
        case rewritten(ImplicitRewriting)
    }

    private var way: Way

    /// - Parameters:
    ///   - offset: where the data set starts in the source.
    ///   - stored, target: `target` is one of `stored.sendable`.
    package init(
        of source: ScanSource, from offset: Int, in stored: TransferSyntax, as target: TransferSyntax
    ) throws(ConversionError) {
        var (source, offset) = (source, offset)
        if target != stored {
            do { (source, offset) = try source.dataSet(from: offset, in: stored) } catch { throw .unreadable(error) }
        }
        way =
            target.encoding == stored.encoding
            ? .copied(source, from: offset) : .rewritten(ImplicitRewriting(of: source, from: offset))
    }

    /// Reads the data set to its end without its values. If this succeeds, `next` succeeds to the end too.
    package consuming func check() throws(ConversionError) {
        guard case .rewritten(var rewriting) = way else { return }
        while try rewriting.next(withValues: false) != nil {}
    }

    /// The next bytes, at most a few kilobytes; `nil` at the end.
    package mutating func next() throws(ConversionError) -> [UInt8]? {
        switch way {
        case .rewritten(var rewriting):
            let bytes = try rewriting.next()
            way = .rewritten(rewriting)
            return bytes
        case .copied(var source, let offset):
            guard offset < source.count else { return nil }
            let bytes = try ImplicitRewriting.bytes(of: &source, at: offset, length: source.count - offset)
            way = .copied(source, from: offset + bytes.count)
            return bytes
        }
    }
}
