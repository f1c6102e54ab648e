import DICOMCore

/// A look-up table of a Modality or VOI LUT Sequence (PS3.3 C.11.1, C.11.2), mapping numbers to numbers.
struct LookUpTable {
    /// The number mapped by the first entry, which smaller numbers get too.
    let firstMapped: Int
    let entries: [UInt16]
    /// The largest value an entry may have: 2^bits − 1.
    let maximum: Double

    /// Reads LUT Descriptor (0028,3002) and LUT Data (0028,3006); throws `inconsistent` if they contradict each other.
    ///
    /// `signed` says how to read the first mapped number: the descriptor's own VR is often wrong.
    init(_ item: DICOMItem, signed: Bool) throws(DICOMObjectError) {
        let descriptor = Tag(0x0028, 0x3002)
        guard
            let length = item.integer(descriptor), let first = item.integer(descriptor, at: 1),
            let bits = item.integer(descriptor, at: 2), let data = item.words(Tag(0x0028, 0x3006)), !data.isEmpty
        else { throw .inconsistent(reason: "look-up table without descriptor or data") }
        // 0 means 65536 entries, which a descriptor of VR UL or IS may also state; negative numbers come from VR SS.
        let count = (length &- 1) & 0xFFFF + 1
        guard (8...16).contains(bits) else { throw .inconsistent(reason: "look-up table of \(bits) bits") }
        if data.count >= count {
            entries = Array(data.prefix(count))
        } else if bits == 8, data.count * 2 >= count {
            // Two 8-bit entries in a word, the first in the low byte.
            entries = Array(data.flatMap { [$0 & 0xFF, $0 >> 8] }.prefix(count))
        } else {
            throw .inconsistent(reason: "look-up table of \(count) entries has \(data.count) words")
        }
        let word = UInt16(truncatingIfNeeded: first)
        firstMapped = signed ? Int(Int16(bitPattern: word)) : Int(word)
        // Some devices declare fewer bits than the entries use.
        maximum = Double(max((1 << bits) - 1, Int(entries.max() ?? 0)))
    }

    func entry(for number: Double) -> Double {
        let index = number.rounded() - Double(firstMapped)
        return Double(entries[Int(min(max(index, 0), Double(entries.count - 1)))])
    }
}
