extension Fragments {
    /// Which fragments each of `frames` frames has: by the basic offset table, else one each, else each up to the next that
    /// begins like the first. Throws `undecodable` if that gives another number of frames: to guess would give one frame
    /// the pixels of another.
    func frames(_ frames: Int) throws(DICOMObjectError) -> [Range<Int>] {
        if frames <= 1 { return [0..<ranges.count] }
        let fragmentAt = Dictionary(
            ranges.enumerated().map { ($1.lowerBound - 8 - origin, $0) }, uniquingKeysWith: { first, _ in first })
        var starts = offsets.compactMap { fragmentAt[$0] }
        if starts.count != frames || starts != starts.sorted() || Set(starts).count != frames {
            starts = ranges.count == frames ? Array(ranges.indices) : try startsByBeginning()
        }
        guard starts.count == frames else {
            throw .undecodable(
                reason: "Number of Frames is \(frames), but Pixel Data has \(starts.count) code streams in "
                    + "\(ranges.count) fragments")
        }
        return zip(starts, starts.dropFirst() + [ranges.count]).map { $0..<$1 }
    }

    private func startsByBeginning() throws(DICOMObjectError) -> [Int] {
        let first = try beginning(of: ranges[0])
        var starts: [Int] = []
        for index in ranges.indices where try beginning(of: ranges[index]) == first { starts.append(index) }
        return starts
    }
}
