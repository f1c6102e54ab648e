internal import DICOMCore

/// Tells which fragments of encapsulated pixels belong to which frame (PS3.5 A.4).
struct FragmentedFrames {
    private let fragments: PixelDataLocation.Fragments
    private let count: Int

    init(_ fragments: PixelDataLocation.Fragments, count: Int) {
        self.fragments = fragments
        self.count = count
    }

    /// The fragments of each frame: all of an image with one frame, one for each, those that the offset table names, or
    /// those from one beginning of a code stream to the next; `nil` if none of this tells them apart.
    func ranges(in source: inout ScanSource) throws(HeaderScanError) -> [[Range<Int>]]? {
        let ranges = fragments.ranges
        guard !ranges.isEmpty else { return nil }
        if count == 1 { return [ranges] }
        if ranges.count == count { return ranges.map { [$0] } }
        if let starts = startsOfTable { return groups(starts) }
        var starts: [Int] = []
        for (index, range) in ranges.enumerated() where range.count >= 2 {
            let head = try source.bytes(at: range.lowerBound, length: 2).map(Array.init)
            if head == [0xFF, 0xD8] || head == [0xFF, 0x4F] { starts.append(index) }
        }
        return starts.count == count && starts.first == 0 ? groups(starts) : nil
    }

    /// The indices of the fragments at which frames begin, by the offset table.
    private var startsOfTable: [Int]? {
        guard fragments.offsetTable.count == count, fragments.offsetTable.first == 0 else { return nil }
        // An offset counts from the first item to the item, whose header has eight bytes.
        var indices: [Int: Int] = [:]
        for (index, range) in fragments.ranges.enumerated() {
            indices[range.lowerBound - 8 - fragments.start] = index
        }
        let starts = fragments.offsetTable.compactMap { indices[$0] }
        let isAscending = zip(starts, starts.dropFirst()).allSatisfy { $0 < $1 }
        return starts.count == count && isAscending ? starts : nil
    }

    private func groups(_ starts: [Int]) -> [[Range<Int>]] {
        starts.indices.map { frame in
            let end = frame + 1 < starts.count ? starts[frame + 1] : fragments.ranges.count
            return Array(fragments.ranges[starts[frame]..<end])
        }
    }
}
