import DICOMCore

/// A look-up table of a Modality or VOI LUT Sequence (PS3.3 C.11.1, C.11.2), mapping numbers to numbers.
struct LookUpTable {
    /// The number mapped by the first entry, which smaller numbers get too.
    let firstMapped: Int
    let entries: [UInt16]
    /// The largest value an entry may have: 2^bits − 1.
    let maximum: Double

    /// Reads LUT Descriptor (0028,3002) and LUT Data (0028,3006); throws if they are missing or contradict each other.
    ///
    /// `signed` says how to read the first mapped number: the descriptor's own VR is often wrong. Data of another VR than
    /// OW, US and SS are passed over as DCMTK does.
    init(_ item: DICOMItem, signed: Bool) throws(PassedOver) {
        let attributes = DisplayAttributes(item)
        let descriptor = DisplayAttribute.lutDescriptor
        let described = attributes.met(descriptor)
        guard let length = item.integer(descriptor.tag), let first = item.integer(descriptor.tag, at: 1),
            let bits = item.integer(descriptor.tag, at: 2)
        else { throw PassedOver(reason: "\(descriptor) is \(described)") }
        guard let data = item.words(DisplayAttribute.lutData.tag), !data.isEmpty else {
            throw PassedOver(reason: "\(DisplayAttribute.lutData) is \(attributes.met(.lutData))")
        }
        // 0 means 65536 entries, which a descriptor of VR UL or IS may also state; negative numbers come from VR SS.
        let count = (length &- 1) & 0xFFFF + 1
        guard (8...16).contains(bits) else {
            throw PassedOver(reason: "\(descriptor) is \(described), with entries of \(bits) bits")
        }
        if data.count >= count {
            entries = Array(data.prefix(count))
        } else if bits == 8, data.count * 2 >= count {
            // Two 8-bit entries in a word, the first in the low byte.
            entries = Array(data.flatMap { [$0 & 0xFF, $0 >> 8] }.prefix(count))
        } else {
            throw PassedOver(
                reason:
                    "\(DisplayAttribute.lutData) has \(data.count) words for the \(count) entries that \(descriptor) "
                    + "states")
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
