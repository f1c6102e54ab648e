import DICOMCore

/// What a data set names beside the film in the words of its pixels.
struct NamedBits {
    /// The planes of embedded overlays: Overlay Bit Position (60xx,0102), retired since PS3.3 2004 (C.9.2).
    var overlays: UInt16 = 0
    /// Padding, as numbers of whole words.
    var padding: ClosedRange<Int>?

    init(overlays: UInt16 = 0, padding: ClosedRange<Int>? = nil) {
        self.overlays = overlays
        self.padding = padding
    }

    /// Reads the attributes of the data set; `width` is that of a word.
    init(_ item: DICOMItem, layout: PixelLayout, width: Int) {
        for group in stride(from: UInt16(0x6000), through: 0x601E, by: 2) {
            let allocated = item.integer(Tag(group, 0x0100))
            let position = item.integer(Tag(group, 0x0102)) ?? 0
            // An overlay with bits of its own (Overlay Data) has one bit allocated, at position 0.
            guard allocated.map({ $0 > 1 }) ?? (position > 0), (0..<width).contains(position) else { continue }
            overlays |= 1 << UInt16(position)
        }
        var whole = layout
        (whole.bitsStored, whole.highBit) = (width, width - 1)
        var attributes = DisplayAttributes(item)
        padding = PixelPadding.range(&attributes, layout: whole)
    }
}
