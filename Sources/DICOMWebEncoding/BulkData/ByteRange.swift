/// The range of bytes that a Range header asks for (RFC 9110 section 14).
package enum ByteRange: Sendable, Equatable {
    /// No range, or one that is not served: several, or another unit.
    case whole
    case part(Range<Int>)
    /// A range with nothing in it; 416 with the length.
    case unsatisfiable

    package init(_ header: String?, of length: Int) {
        self = .whole
        guard let header, header.utf8.count <= 64, header.lowercased().hasPrefix("bytes=") else { return }
        let bounds = header.dropFirst("bytes=".count).trimmingBlanks
            .split(separator: "-", omittingEmptySubsequences: false).map(\.trimmingBlanks)
        guard bounds.count == 2, bounds.contains(where: { !$0.isEmpty }),
            bounds.allSatisfy({ $0.allSatisfy { ("0"..."9").contains($0) } })
        else { return }
        // A number that is too large for an integer is beyond any end.
        let (first, last) = (Int(bounds[0]) ?? Int.max, Int(bounds[1]) ?? Int.max)
        if bounds[0].isEmpty {
            self = last == 0 || length == 0 ? .unsatisfiable : .part(max(length - last, 0)..<length)
        } else if first <= last || bounds[1].isEmpty {
            let end = bounds[1].isEmpty ? length : min(last, length - 1) + 1
            self = first >= length ? .unsatisfiable : .part(first..<end)
        }
    }

    /// The part of these ranges that a part of their bytes is.
    package static func slice(_ ranges: [Range<Int>], _ part: Range<Int>) -> [Range<Int>] {
        var slices: [Range<Int>] = []
        var start = 0
        for range in ranges {
            let low = max(part.lowerBound - start, 0)
            let high = min(part.upperBound - start, range.count)
            if low < high { slices.append(range.lowerBound + low..<range.lowerBound + high) }
            start += range.count
        }
        return slices
    }
}
