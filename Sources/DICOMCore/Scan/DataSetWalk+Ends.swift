/// Where a data set or a level of it ends.
extension DataSetWalk {
    /// Whether nothing but a few bytes of padding is left.
    func isAtEnd(of source: inout ScanSource) throws(HeaderScanError) -> Bool {
        let left = source.count - offset
        if left <= 0 { return true }
        guard left < 8, let rest = try source.bytes(at: offset, length: left) else { return false }
        return rest.allSatisfy { $0 == 0 }
    }

    /// Why an element that exceeds its level cannot be read.
    func overrun(of element: ElementHeader, in level: ScanLevel, _ source: inout ScanSource) -> HeaderScanError {
        let end = element.end ?? level.limit
        if end > source.count { return .truncated(offset: offset, tag: element.tag, missing: end - source.count) }
        return .overrun(element.tag, offset: offset, bytes: end - level.limit, within: level.tag)
    }
}
