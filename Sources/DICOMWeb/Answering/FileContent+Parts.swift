import DICOMWebEncoding

typealias ObjectPart = MultipartBody<FileContent>.Part

extension FileContent {
    /// Whether the order of bytes in words is turned.
    var turnsWords: Bool {
        segments.contains { if case .value(_, let unit) = $0 { unit > 1 } else { false } }
    }

    /// Leaves a part of the bytes, of a content that turns no words.
    mutating func cut(to part: Range<Int>) {
        var start = 0
        var kept: [ExplicitEncoding.Segment] = []
        for segment in segments {
            switch segment {
            case .bytes(let bytes):
                let low = min(max(part.lowerBound - start, 0), bytes.count)
                let high = min(max(part.upperBound - start, low), bytes.count)
                if low < high { kept.append(.bytes(Array(bytes[low..<high]))) }
                start += bytes.count
            case .value(let range, let unit):
                let inner =
                    max(part.lowerBound - start, 0)..<max(part.upperBound - start, max(part.lowerBound - start, 0))
                kept += ByteRange.slice([range], inner).map { .value($0, unit: unit) }
                start += range.count
            }
        }
        segments = kept
    }
}
