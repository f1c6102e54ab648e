import DICOMCore

extension PixelLayout {
    /// Brings decoded samples and the layout together: the stream's precision is the width of a sample. Returns what
    /// differed.
    ///
    /// - A stream of more bits than Bits Stored holds whole words as allocated (PS3.5 8.1.1). If what is above and below
    ///   the stored bits is unused, the stored bits are taken; if it is used, Bits Stored is wrong.
    /// - A stream of fewer bits has all its bits stored. JPEG 2000 and JPEG-LS keep the sign in their highest bit.
    /// - Signed samples under an unsigned Pixel Representation count from the lowest number; `unsign`.
    mutating func settle(_ samples: inout [UInt16], coded header: CodedFrameHeader, overlaid: Bool) -> [String] {
        unsign(&samples, coded: header) + settleBits(&samples, coded: header, overlaid: overlaid)
    }

    /// Moves signed samples to unsigned ones if some are negative: the half range below zero becomes the lower one.
    private func unsign(_ samples: inout [UInt16], coded header: CodedFrameHeader) -> [String] {
        guard header.isSigned, !isSigned else { return [] }
        let half = UInt16(1) << UInt16(header.precision - 1)
        if samples.contains(where: { $0 & half != 0 }) {
            for index in samples.indices { samples[index] ^= half }
        }
        return ["The code stream has signed samples, Pixel Representation says unsigned."]
    }

    private mutating func settleBits(
        _ samples: inout [UInt16], coded header: CodedFrameHeader, overlaid: Bool
    ) -> [String] {
        let precision = header.precision
        let named = bitsStored
        bitsAllocated = precision > 8 ? 16 : 8
        defer { highBit = bitsStored - 1 }
        guard precision > named else {
            let keepsSign = header.codec == .jpeg2000 || header.codec == .jpegLS
            if !isSigned || keepsSign { bitsStored = precision }
            return precision == named
                ? [] : ["The code stream has \(precision) bits per sample, Bits Stored says \(named)."]
        }
        let used = samples.reduce(0, |)
        let shift = highBit + 1 - named
        if shift > 0, highBit < precision, used >> named != 0 {
            let mask = UInt16(truncatingIfNeeded: valueCount - 1)
            for index in samples.indices { samples[index] = samples[index] >> UInt16(shift) & mask }
            return []
        }
        if used >> named == 0 { return [] }
        let isExtended = isSigned && samples.allSatisfy { isSignExtended($0, from: named, to: precision) }
        if isExtended || overlaid {
            let mask = UInt16(truncatingIfNeeded: valueCount - 1)
            for index in samples.indices { samples[index] &= mask }
            return []
        }
        bitsStored = precision
        return ["The code stream has \(precision) bits per sample and uses them, Bits Stored says \(named)."]
    }

    /// Whether the bits of a word above the stored ones repeat the sign.
    private func isSignExtended(_ word: UInt16, from stored: Int, to precision: Int) -> Bool {
        let top = Int(word) >> (stored - 1)
        return top == 0 || top == (1 << (precision - stored + 1)) - 1
    }
}

extension DICOMItem {
    /// Whether overlays are kept in unused bits of the pixels: a retired Overlay Bit Position (60xx,0102).
    var hasOverlaidPixels: Bool {
        stride(from: UInt16(0x6000), through: 0x601E, by: 2).contains { (integer(Tag($0, 0x0102)) ?? 0) > 0 }
    }
}
